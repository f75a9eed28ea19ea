-- What a letter was made from, and whether it is one that somebody edited in Word afterwards.

ALTER TABLE letter ADD COLUMN template VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE letter ADD COLUMN source VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE letter ADD COLUMN edited BOOLEAN DEFAULT '0' NOT NULL;
