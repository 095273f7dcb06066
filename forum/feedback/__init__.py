"""At most three questions after a forum, answered without anybody knowing by whom."""
