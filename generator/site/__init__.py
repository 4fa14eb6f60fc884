"""Articles to a site, and a site to pages; pure, no input or output at all."""
