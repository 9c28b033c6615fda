"""What shoppers show: photos, films and documents, uploaded by themselves into a private bucket."""
