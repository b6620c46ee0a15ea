"""Every word that leaves: mails, documents, reports; and the one place that renders them."""
