-- The first layout. A migration that has left this house is never altered: add another one.

CREATE TABLE bank_holiday (
    day DATE NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (day)
);

CREATE TABLE cases (
    id INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    received_time TIME,
    logged_at DATETIME NOT NULL,
    complainant_name VARCHAR NOT NULL,
    complainant_address VARCHAR NOT NULL,
    complainant_email VARCHAR NOT NULL,
    complainant_phone VARCHAR NOT NULL,
    representative_name VARCHAR NOT NULL,
    representative_address VARCHAR NOT NULL,
    representative_email VARCHAR NOT NULL,
    representative_phone VARCHAR NOT NULL,
    representative_relationship VARCHAR NOT NULL,
    representative_authority VARCHAR NOT NULL,
    questions VARCHAR NOT NULL,
    adjustments VARCHAR NOT NULL,
    vulnerability VARCHAR NOT NULL,
    matter_date DATE,
    discretion VARCHAR NOT NULL,
    discretion_reason VARCHAR NOT NULL,
    officer VARCHAR NOT NULL,
    "conflict" VARCHAR NOT NULL,
    conflict_note VARCHAR NOT NULL,
    external_id VARCHAR NOT NULL,
    closed_on DATE,
    PRIMARY KEY (id),
    CHECK (version > 0),
    CHECK (code IN ('housing', 'general')),
    CHECK (kind IN ('complaint', 'service-request')),
    CHECK (conflict IN ('', 'none', 'declared')),
    CHECK (discretion IN ('', 'accepted', 'not-accepted')),
    CHECK (representative_authority IN ('', 'awaited', 'verbal', 'written', 'not-needed')),
    CHECK (complainant_name <> ''),
    UNIQUE (ref)
);

CREATE TABLE change (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    seal VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "by" VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    pc VARCHAR NOT NULL,
    verb VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id)
);

CREATE TABLE meta (
    "key" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE extension (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    position INTEGER NOT NULL,
    told_on DATE NOT NULL,
    working_days INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    good_reason VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, stage, position),
    CHECK (stage IN (1, 2)),
    CHECK (working_days > 0),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE history (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    "by" VARCHAR NOT NULL,
    entry VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_history_case_id ON history (case_id);

CREATE TABLE letter (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    sent_on DATE NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    template_sha256 VARCHAR NOT NULL,
    program VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CHECK (stage IN (1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_letter_case_id ON letter (case_id);

CREATE TABLE next_duty (
    case_id INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    duty VARCHAR,
    due DATE,
    provisional BOOLEAN NOT NULL,
    PRIMARY KEY (case_id),
    CHECK (stage IN (1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX next_duty_order ON next_duty (due IS NULL, due, ref);

CREATE TABLE point (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    complaint VARCHAR NOT NULL,
    outcome_sought VARCHAR NOT NULL,
    responsibility VARCHAR NOT NULL,
    responsibility_note VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK (position > 0),
    CHECK (responsibility IN ('', 'ours', 'partly', 'not-ours')),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE stage (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started DATE,
    started_at TIME,
    acknowledged DATE,
    answered DATE,
    handler VARCHAR NOT NULL,
    acknowledge_by DATE,
    respond_by DATE,
    PRIMARY KEY (id),
    UNIQUE (case_id, number),
    CHECK (number IN (1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

