"""The map, twice from the same rows: a pydeck picture to explore and a Vega one for print and for want of WebGL."""

from outreach.views.maps.interactive import Picture as Picture
from outreach.views.maps.interactive import deck as deck
from outreach.views.maps.overlay import Overlay as Overlay
from outreach.views.maps.still import vector as vector
