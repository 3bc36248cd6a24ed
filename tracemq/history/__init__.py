"""What arrived: messages in columns, the topic table and tree, filters, search and export."""
