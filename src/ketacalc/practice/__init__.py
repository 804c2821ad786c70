"""Problems to practise on, asked at a terminal or handed out."""
