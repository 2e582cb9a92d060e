-- The gradebook's schema, version 2. BLOBs are msgpack; what they hold is the record of that name in checks.verdicts.

-- The class that this gradebook is for: its folder, one row.
CREATE TABLE class (folder TEXT NOT NULL);

-- One grading of the class. The seed is text, since it may have more than 63 bits. `own` is what is told of an
-- instructor's own properties, as checks.grading.kept has it.
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  seed TEXT NOT NULL,
  profile TEXT NOT NULL,
  versions BLOB NOT NULL,
  seal BLOB NOT NULL,
  own BLOB NOT NULL,
  is_whole INTEGER NOT NULL DEFAULT 0
);

-- One submission in one run. `key` is its name in the folder, `digest` changes with its texts. A reason that is not
-- empty says why there are no verdicts.
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  student BLOB NOT NULL,
  digest TEXT NOT NULL,
  reason TEXT NOT NULL,
  name TEXT,
  import_failures BLOB NOT NULL,
  diagnoses BLOB NOT NULL,
  seconds REAL NOT NULL,
  UNIQUE (run, key)
);

-- What was said of one property, in the order of the course. `carried` is the status on trusted earlier files.
CREATE TABLE verdicts (
  submission INTEGER NOT NULL REFERENCES submissions ON DELETE CASCADE,
  place INTEGER NOT NULL,
  property TEXT NOT NULL,
  status TEXT NOT NULL,
  carried TEXT,
  cases INTEGER NOT NULL,
  discriminating INTEGER NOT NULL,
  worst_share REAL NOT NULL,
  "case" BLOB NOT NULL,
  snippet TEXT NOT NULL,
  message TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (submission, place)
) WITHOUT ROWID;
