"""What stands on the museum's touch screen: a map to touch, what is near, one base, one town in plain words, a quiz."""

from outreach.views.hours import of_all, said
from outreach.views.kiosk.card import Card, Photo, card, photo
from outreach.views.kiosk.marks import HIGH, MARK, WIDE, Map, Mark, place_map
from outreach.views.kiosk.near import nearest, towns
from outreach.views.kiosk.people import People, of
from outreach.views.kiosk.quiz import Asked, Round, asked, round_of
from outreach.views.kiosk.town import Known, published, town

__all__ = [
    "HIGH",
    "MARK",
    "WIDE",
    "Asked",
    "Card",
    "Known",
    "Map",
    "Mark",
    "People",
    "Photo",
    "Round",
    "asked",
    "card",
    "nearest",
    "of",
    "of_all",
    "photo",
    "place_map",
    "published",
    "round_of",
    "said",
    "town",
    "towns",
]
