"""The tables of rooms, beside those of games."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS rooms (
    code TEXT PRIMARY KEY, key TEXT NOT NULL, opening TEXT NOT NULL, seed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'lobby', part INTEGER NOT NULL DEFAULT 1, debrief TEXT NOT NULL DEFAULT '',
    since REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS room_members (
    token TEXT PRIMARY KEY, room TEXT NOT NULL REFERENCES rooms (code) ON DELETE CASCADE, number INTEGER NOT NULL,
    name TEXT NOT NULL, wish TEXT NOT NULL, joined REAL NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
    UNIQUE (room, number)
);
CREATE TABLE IF NOT EXISTS room_games (
    game TEXT PRIMARY KEY REFERENCES games (id) ON DELETE CASCADE, room TEXT NOT NULL, part INTEGER NOT NULL,
    number INTEGER NOT NULL, begun REAL NOT NULL, moved REAL NOT NULL, moves INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL DEFAULT -1, data TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS room_seats (
    game TEXT NOT NULL REFERENCES room_games (game) ON DELETE CASCADE, party TEXT NOT NULL, room TEXT NOT NULL,
    part INTEGER NOT NULL, member INTEGER NOT NULL, PRIMARY KEY (game, party)
);
CREATE TABLE IF NOT EXISTS room_moves (
    game TEXT NOT NULL REFERENCES room_games (game) ON DELETE CASCADE, at INTEGER NOT NULL, made REAL NOT NULL,
    PRIMARY KEY (game, at)
);
CREATE INDEX IF NOT EXISTS room_games_of ON room_games (room, part);
CREATE INDEX IF NOT EXISTS room_seats_of ON room_seats (room, part, member);
CREATE TRIGGER IF NOT EXISTS room_moved AFTER INSERT ON moves
WHEN EXISTS (SELECT 1 FROM room_games WHERE game = NEW.game)
BEGIN
    INSERT INTO room_moves VALUES (NEW.game, NEW.at, (julianday('now') - 2440587.5) * 86400.0);
    UPDATE room_games SET moves = NEW.at + 1, moved = (julianday('now') - 2440587.5) * 86400.0 WHERE game = NEW.game;
END;
"""
"""A trigger writes down when a move was made, in seconds since 1970, in the move's own transaction."""
