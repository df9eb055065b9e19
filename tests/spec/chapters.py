"""The chapters of the reference of criteria, in the order in which they are read."""

CHAPTERS = {
    "facts": ("Facts", "What was recorded of one thing, and what silence means."),
    "time": (
        "Time",
        "Which of several readings counts, and for how long. Windows are closed: both edges count.",
    ),
    "sets": ("Sets and places", "Things that have members, and findings that have a place on the body."),
    "joints": ("Joints", "How answers are put together. Unknown stays unknown only as long as it matters."),
    "drugs": ("Drugs", "What is taken, was taken, is proposed; classes and their members."),
    "derived": ("Derived facts", "Facts that follow from others. A criterion asks them like any other."),
}
