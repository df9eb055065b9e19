"""A result as a page, and a page as text, HTML or plain data. Knows nothing of commands."""
