BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attempts (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	set_id VARCHAR(32), 
	scenario VARCHAR(60) NOT NULL, 
	scenario_version INTEGER NOT NULL, 
	scenario_sha VARCHAR(64) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	difficulty VARCHAR(10) NOT NULL, 
	kinds JSON NOT NULL, 
	held_out BOOLEAN NOT NULL, 
	state JSON NOT NULL, 
	revision INTEGER NOT NULL, 
	started DATETIME NOT NULL, 
	finished DATETIME, 
	CONSTRAINT pk_attempts PRIMARY KEY (id), 
	CONSTRAINT ck_attempts_language CHECK (language IN ('en', 'ar')), 
	CONSTRAINT fk_attempts_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE, 
	CONSTRAINT fk_attempts_set_id FOREIGN KEY(set_id) REFERENCES sets (id) ON DELETE SET NULL
);
INSERT INTO "attempts" VALUES('e01597c303764a5c95e88755b040d894','fe126faf9de540bfbcd4174b79e3310b',NULL,'atm-debited-no-cash',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','en','easy','["delay"]',0,'{}',1,'2026-11-22 14:26:41.133841',NULL);
CREATE TABLE cohorts (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_cohorts PRIMARY KEY (id)
);
CREATE TABLE comments (
	id VARCHAR(32) NOT NULL, 
	try_id VARCHAR(32) NOT NULL, 
	trainer_id VARCHAR(32), 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT ck_comments_span CHECK (start >= 0 AND start <= "end"), 
	CONSTRAINT fk_comments_try_id FOREIGN KEY(try_id) REFERENCES tries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_comments_trainer_id FOREIGN KEY(trainer_id) REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE invitations (
	id VARCHAR(32) NOT NULL, 
	token_sha VARCHAR(64) NOT NULL, 
	set_id VARCHAR(32) NOT NULL, 
	cohort_id VARCHAR(32) NOT NULL, 
	trainer_id VARCHAR(32), 
	created DATETIME NOT NULL, 
	expires DATETIME NOT NULL, 
	withdrawn DATETIME, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_set_id FOREIGN KEY(set_id) REFERENCES sets (id) ON DELETE CASCADE, 
	CONSTRAINT fk_invitations_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohorts (id) ON DELETE CASCADE, 
	CONSTRAINT fk_invitations_trainer_id FOREIGN KEY(trainer_id) REFERENCES people (id) ON DELETE SET NULL, 
	CONSTRAINT uq_invitations_token UNIQUE (token_sha)
);
CREATE TABLE memberships (
	cohort_id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	joined DATETIME NOT NULL, 
	CONSTRAINT pk_memberships PRIMARY KEY (cohort_id, person_id), 
	CONSTRAINT fk_memberships_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohorts (id) ON DELETE CASCADE, 
	CONSTRAINT fk_memberships_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE TABLE nudges (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	shown_at DATETIME NOT NULL, 
	dismissed DATETIME, 
	CONSTRAINT pk_nudges PRIMARY KEY (id), 
	CONSTRAINT fk_nudges_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE TABLE overrides (
	id VARCHAR(32) NOT NULL, 
	try_id VARCHAR(32) NOT NULL, 
	trainer_id VARCHAR(32), 
	criterion VARCHAR(60) NOT NULL, 
	score INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_overrides PRIMARY KEY (id), 
	CONSTRAINT ck_overrides_score CHECK (score BETWEEN 0 AND 100), 
	CONSTRAINT fk_overrides_try_id FOREIGN KEY(try_id) REFERENCES tries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_overrides_trainer_id FOREIGN KEY(trainer_id) REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE people (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	role VARCHAR(10) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	key_id VARCHAR(40), 
	external_id VARCHAR(200), 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT ck_people_role CHECK (role IN ('agent', 'trainer', 'admin')), 
	CONSTRAINT ck_people_language CHECK (language IN ('en', 'ar')), 
	CONSTRAINT uq_people_key UNIQUE (key_id), 
	CONSTRAINT uq_people_external UNIQUE (external_id)
);
INSERT INTO "people" VALUES('fe126faf9de540bfbcd4174b79e3310b','Omar','agent','en',NULL,NULL,'2026-11-22 14:26:41.115422');
INSERT INTO "people" VALUES('495b085575a0485fb9ce93e753a05fe4','هدى','admin','en',NULL,NULL,'2026-11-22 14:26:41.123221');
CREATE TABLE rubric_versions (
	id VARCHAR(32) NOT NULL, 
	thresholds JSON NOT NULL, 
	weights JSON NOT NULL, 
	note TEXT NOT NULL, 
	trainer_id VARCHAR(32), 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_rubric_versions PRIMARY KEY (id), 
	CONSTRAINT fk_rubric_versions_trainer_id FOREIGN KEY(trainer_id) REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE sets (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	scenarios JSON NOT NULL, 
	timer_seconds INTEGER, 
	deadline DATETIME, 
	shows_master BOOLEAN NOT NULL, 
	trainer_id VARCHAR(32), 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_sets PRIMARY KEY (id), 
	CONSTRAINT ck_sets_timer CHECK (timer_seconds > 0), 
	CONSTRAINT fk_sets_trainer_id FOREIGN KEY(trainer_id) REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE settings (
	name VARCHAR(60) NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (name)
);
CREATE TABLE tries (
	id VARCHAR(32) NOT NULL, 
	attempt_id VARCHAR(32) NOT NULL, 
	turn VARCHAR(60) NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT, 
	score INTEGER NOT NULL, 
	grade VARCHAR(10) NOT NULL, 
	criteria JSON NOT NULL, 
	reasons JSON NOT NULL, 
	ruleset_sha VARCHAR(64) NOT NULL, 
	models JSON NOT NULL, 
	seconds DOUBLE, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_tries PRIMARY KEY (id), 
	CONSTRAINT ck_tries_score CHECK (score BETWEEN 0 AND 100), 
	CONSTRAINT ck_tries_grade CHECK (grade IN ('poor', 'fair', 'excellent')), 
	CONSTRAINT ck_tries_number CHECK (number > 0), 
	CONSTRAINT fk_tries_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempts (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tries_number UNIQUE (attempt_id, turn, number)
);
INSERT INTO "tries" VALUES('552878aefdf44b0bad511b5dfdf706da','e01597c303764a5c95e88755b040d894','start',1,'Imran, your card is safe; the money is back by Thursday.',62,'fair','{"tone": 90}','[]','','{}',NULL,'2026-11-22 14:26:41.152962');
CREATE INDEX ix_memberships_person_id ON memberships (person_id);
CREATE INDEX ix_nudges_person_id ON nudges (person_id);
CREATE INDEX ix_invitations_set_id ON invitations (set_id);
CREATE INDEX ix_invitations_cohort_id ON invitations (cohort_id);
CREATE INDEX ix_attempts_person_started ON attempts (person_id, started);
CREATE INDEX ix_attempts_set_id ON attempts (set_id);
CREATE INDEX ix_overrides_try_id ON overrides (try_id);
CREATE INDEX ix_comments_try_id ON comments (try_id);
COMMIT;
