-- One line for each case, as lists show it, sort it and narrow it; and the ward of a case.
-- A letter is found by what was written for it, and what was done to a case, when, and by which
-- verb without looking at every change.

ALTER TABLE cases ADD COLUMN ward VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE letter ADD COLUMN words VARCHAR DEFAULT '' NOT NULL;

DROP TABLE next_duty;

CREATE TABLE listing (
    case_id INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    duty_stage INTEGER NOT NULL,
    duty VARCHAR,
    due DATE,
    provisional BOOLEAN NOT NULL,
    complainant VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    ward VARCHAR NOT NULL,
    officer VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    closed_on DATE,
    to_acknowledge BOOLEAN NOT NULL,
    has_actions BOOLEAN NOT NULL,
    with_ombudsman BOOLEAN NOT NULL,
    vulnerable BOOLEAN NOT NULL,
    adjusted BOOLEAN NOT NULL,
    consent_awaited BOOLEAN NOT NULL,
    due_key VARCHAR NOT NULL,
    name_key VARCHAR NOT NULL,
    received_rank INTEGER NOT NULL,
    closed_rank INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (case_id),
    CHECK (stage IN (0, 1, 2)),
    CHECK (duty_stage IN (0, 1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX listing_acknowledge ON listing (to_acknowledge, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_actions ON listing (has_actions, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_changed ON listing (changed);

CREATE INDEX listing_closed ON listing (closed_rank, ref) WHERE closed_on IS NOT NULL;

CREATE INDEX listing_due ON listing (due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_name ON listing (name_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_officer ON listing (officer, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_ombudsman ON listing (with_ombudsman, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_received ON listing (received_rank, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_ref ON listing (ref) WHERE closed_on IS NULL;

CREATE INDEX listing_requests ON listing (kind, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_service ON listing (service, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_stage ON listing (stage, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX listing_ward ON listing (ward, due_key, ref) WHERE closed_on IS NULL;

CREATE INDEX change_about ON change (about, number);

CREATE INDEX change_at ON change (at);

CREATE INDEX change_verb ON change (verb, number);
