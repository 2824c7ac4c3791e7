"""Values of the field: days, States, mechanisms, meetings, themes, issues. They know nothing above them."""
