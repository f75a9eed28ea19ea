-- The whole case: decisions, promises, refusals, the ombudsman, documents, links.

ALTER TABLE cases ADD COLUMN received_by VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE cases ADD COLUMN group_complaint VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE cases ADD COLUMN complexity VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE cases ADD COLUMN disability VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE cases ADD COLUMN closed_why VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE cases ADD COLUMN aware_date DATE;

ALTER TABLE stage ADD COLUMN refused DATE;

ALTER TABLE stage ADD COLUMN responder VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE stage ADD COLUMN signed_off_by VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE stage ADD COLUMN outstanding VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE stage ADD COLUMN issues VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE stage ADD COLUMN outcomes VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE stage ADD COLUMN reason_given VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE extension ADD COLUMN told_to VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE history ADD COLUMN kind VARCHAR DEFAULT 'event' NOT NULL;

ALTER TABLE history ADD COLUMN happened_on DATE;

CREATE TABLE decision (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    point INTEGER NOT NULL,
    finding VARCHAR NOT NULL,
    reasons VARCHAR NOT NULL,
    relied_on VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK (stage IN (1, 2)),
    CHECK (finding IN ('upheld', 'partly-upheld', 'not-upheld', 'no-finding')),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE promise (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    due DATE,
    who VARCHAR NOT NULL,
    agreed_with VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    point INTEGER NOT NULL,
    remedy VARCHAR NOT NULL,
    pence INTEGER NOT NULL,
    impact VARCHAR NOT NULL,
    every INTEGER NOT NULL,
    about VARCHAR NOT NULL,
    ended VARCHAR NOT NULL,
    ended_on DATE,
    outcome VARCHAR NOT NULL,
    told_on DATE,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK ((ended = '') = (ended_on IS NULL)),
    CHECK (what <> ''),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE refusal (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    ground VARCHAR NOT NULL,
    told_on DATE NOT NULL,
    reasoning VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    claim_filed DATE,
    other_route VARCHAR NOT NULL,
    reversed_on DATE,
    reversed_why VARCHAR NOT NULL,
    directed BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK (stage IN (1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE restriction (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    equality VARCHAR NOT NULL,
    remains VARCHAR NOT NULL,
    starts DATE NOT NULL,
    ends DATE,
    told_on DATE,
    lifted_on DATE,
    lifted_why VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE matter (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reference VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    opened_on DATE NOT NULL,
    about VARCHAR NOT NULL,
    decided_on DATE,
    decision VARCHAR NOT NULL,
    findings VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE link (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE departure (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    "on" DATE NOT NULL,
    stage INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    provision VARCHAR NOT NULL,
    asked VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    breach BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK (reason <> ''),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE document (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    original VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    added_on DATE NOT NULL,
    note VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, position),
    CHECK (size >= 0),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE letter_new (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    sent_on DATE NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    template_sha256 VARCHAR NOT NULL,
    program VARCHAR NOT NULL,
    promised DATE,
    PRIMARY KEY (id),
    CHECK (stage IN (0, 1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

INSERT INTO letter_new
SELECT id, case_id, kind, stage, sent_on, file, sha256, template_sha256, program, NULL
FROM letter;

DROP TABLE letter;

ALTER TABLE letter_new RENAME TO letter;

CREATE INDEX ix_letter_case_id ON letter (case_id);

-- Worked out, so it is made anew and filled again.
DROP TABLE next_duty;

CREATE TABLE next_duty (
    case_id INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    duty_stage INTEGER NOT NULL,
    duty VARCHAR,
    due DATE,
    provisional BOOLEAN NOT NULL,
    owed VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (case_id),
    CHECK (stage IN (0, 1, 2)),
    CHECK (duty_stage IN (0, 1, 2)),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX next_duty_order ON next_duty (due IS NULL, due, ref);
