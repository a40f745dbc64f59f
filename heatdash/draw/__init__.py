"""Pictures from numbers: colours, legend, places, boxes, and the overlay of all of them on a frame."""
