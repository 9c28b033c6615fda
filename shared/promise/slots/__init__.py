"""Days and times a shopper may pick (配達日指定, 時間帯指定), as Japan's carriers offer them."""
