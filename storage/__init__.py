"""What is kept: models, migrations, inbox, outbox, the transaction guard."""
