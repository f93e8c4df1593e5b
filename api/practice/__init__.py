"""Practice over HTTP: the store and the bank at work, and what is shown of them."""
