"""What screens show: Qt item models and forms, without widgets."""
