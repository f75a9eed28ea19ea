"""Everything Textual: screens ask and show; they decide nothing."""
