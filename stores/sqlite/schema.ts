/**
 * The schema, one step a version: step n brings a database of version n-1 to version n (SQLite's `user_version`).
 * Steps that were released are never edited; a change is a new step.
 *
 * Texts that people or models write are kept as JSON (JSON.stringify), for SQLite would end a text at NUL and
 * replace a lone surrogate. An execution's rows hang on its integer `key`.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE definitions (
    key INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    createdAt TEXT NOT NULL,
    deletedAt TEXT,
    UNIQUE (organization, kind, id)
  );
  CREATE UNIQUE INDEX definitionNames ON definitions (organization, kind, name) WHERE deletedAt IS NULL;
  CREATE INDEX liveDefinitions ON definitions (organization, kind, key) WHERE deletedAt IS NULL;

  CREATE TABLE revisions (
    definition INTEGER NOT NULL REFERENCES definitions (key),
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    savedAt TEXT NOT NULL,
    PRIMARY KEY (definition, revision)
  );

  CREATE TABLE idempotency (
    organization TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    bodyHash TEXT NOT NULL,
    resourceId TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    claimedAt INTEGER NOT NULL,
    createdAt INTEGER NOT NULL,
    answer TEXT,
    PRIMARY KEY (organization, method, path, key)
  );
  CREATE INDEX idempotencyByAge ON idempotency (createdAt);

  CREATE TABLE executions (
    key INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    workflow TEXT,
    workflowRevision INTEGER,
    name TEXT NOT NULL,
    startedAt TEXT NOT NULL,
    startedMs INTEGER NOT NULL,
    status TEXT NOT NULL,
    listed INTEGER NOT NULL,
    cancelRequestedAt TEXT,
    endedAt TEXT,
    ending TEXT,
    outputCall TEXT,
    lastSeq INTEGER NOT NULL DEFAULT 0,
    lastSuperstep INTEGER NOT NULL DEFAULT 0,
    lastAttempt INTEGER NOT NULL DEFAULT 0,
    inputTokens INTEGER NOT NULL DEFAULT 0,
    outputTokens INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0,
    wastedCalls INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, organization)
  );
  CREATE INDEX executionsByStart ON executions (organization, startedMs, key) WHERE listed = 1;
  CREATE INDEX executionsByStatus ON executions (organization, status, startedMs, key) WHERE listed = 1;
  CREATE INDEX executionsByWorkflow ON executions (organization, workflow, startedMs, key, status) WHERE listed = 1;
  CREATE INDEX openExecutions ON executions (startedMs, key) WHERE listed = 1 AND endedAt IS NULL;
  CREATE INDEX unlistedExecutions ON executions (startedMs, key) WHERE listed = 0;

  CREATE TABLE starts (
    execution INTEGER PRIMARY KEY REFERENCES executions (key),
    input TEXT NOT NULL,
    plan TEXT NOT NULL
  );

  CREATE TABLE events (
    execution INTEGER NOT NULL REFERENCES executions (key),
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    outputCall TEXT,
    thread TEXT,
    "index" INTEGER,
    PRIMARY KEY (execution, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX eventIds ON events (execution, id);
  CREATE INDEX checkpoints ON events (execution, seq) WHERE type = 'superstepCommitted';

  CREATE TABLE messages (
    execution INTEGER NOT NULL REFERENCES executions (key),
    thread TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    textBlob TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (execution, thread, "index")
  ) WITHOUT ROWID;

  -- The journal too: the attempt whose answer was taken has the digest, and the answer as a value or as a message.
  CREATE TABLE attempts (
    execution INTEGER NOT NULL REFERENCES executions (key),
    callId TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    worker TEXT,
    status TEXT NOT NULL,
    wasted INTEGER NOT NULL,
    leastInputTokens INTEGER NOT NULL,
    inputTokens INTEGER NOT NULL,
    outputTokens INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    reason TEXT,
    startedAt TEXT NOT NULL,
    endedAt TEXT,
    digest TEXT,
    thread TEXT,
    "index" INTEGER,
    answerBlob TEXT,
    answer TEXT,
    PRIMARY KEY (execution, callId, attempt)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE artifacts (
    execution INTEGER NOT NULL REFERENCES executions (key),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mediaType TEXT NOT NULL,
    callId TEXT NOT NULL,
    blob TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (execution, name)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expiresAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE INDEX endedExecutions ON executions (endedAt, key) WHERE listed = 1 AND endedAt IS NOT NULL;
  CREATE INDEX deletedExecutions ON executions (key) WHERE listed = 2;
  `,
  `
  ALTER TABLE executions ADD COLUMN forkedFrom TEXT;
  ALTER TABLE executions ADD COLUMN source TEXT;
  CREATE INDEX executionsBySource ON executions (organization, source, startedMs, key) WHERE source IS NOT NULL;
  `,
  `
  CREATE TABLE letters (
    execution INTEGER NOT NULL REFERENCES executions (key),
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    value TEXT,
    content TEXT,
    contentBlob TEXT,
    at TEXT NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0,
    takenBy TEXT,
    PRIMARY KEY (execution, number)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX letterIds ON letters (execution, id);
  CREATE INDEX undeliveredLetters ON letters (execution, number) WHERE delivered = 0;
  CREATE INDEX waitingLetters ON letters (execution, kind) WHERE takenBy IS NULL;
  `,
  `
  ALTER TABLE executions ADD COLUMN attention TEXT;
  CREATE INDEX executionsInAttention ON executions (key) WHERE listed = 1 AND status = 'attention';
  `,
  `
  -- JSON: what a model call was shown.
  ALTER TABLE attempts ADD COLUMN view TEXT;
  `,
  `
  -- What an approval asks and what was decided are JSON; a long question is whole in its blob.
  CREATE TABLE approvals (
    key INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (key),
    organization TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    stepPath TEXT NOT NULL,
    requestedAt TEXT NOT NULL,
    deadline TEXT,
    assignees TEXT NOT NULL,
    escalation TEXT,
    question TEXT NOT NULL,
    questionBlob TEXT,
    decision TEXT,
    decisionBlob TEXT
  );
  CREATE INDEX approvalsByStatus ON approvals (organization, status, key);
  CREATE INDEX approvalsOfExecution ON approvals (execution, status, key);
  `,
  `
  ALTER TABLE executions ADD COLUMN parent TEXT;
  ALTER TABLE executions ADD COLUMN parentStep TEXT;
  DROP INDEX executionsByStart;
  DROP INDEX executionsByStatus;
  DROP INDEX executionsByWorkflow;
  CREATE INDEX executionsByStart ON executions (organization, startedMs, key) WHERE listed = 1 AND parent IS NULL;
  CREATE INDEX executionsByStatus ON executions (organization, status, startedMs, key) WHERE listed = 1 AND parent IS NULL;
  CREATE INDEX executionsByWorkflow ON executions (organization, workflow, startedMs, key, status) WHERE listed = 1 AND parent IS NULL;
  CREATE INDEX executionsByParent ON executions (organization, parent, startedMs, key, status, workflow) WHERE listed = 1 AND parent IS NOT NULL;
  `,
  `
  -- The limits of providers, for all executions together. Times are milliseconds since 1970; a provider's own scope has the model ''.
  CREATE TABLE limitScopes (
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    nextCallAt REAL NOT NULL,
    nextTokenAt REAL NOT NULL,
    heldUntil REAL NOT NULL,
    PRIMARY KEY (provider, model)
  ) WITHOUT ROWID;
  -- The last turn that each organization has been given; '' is the queue's virtual time.
  CREATE TABLE limitLanes (
    provider TEXT NOT NULL,
    organization TEXT NOT NULL,
    tag REAL NOT NULL,
    PRIMARY KEY (provider, organization)
  ) WITHOUT ROWID;
  CREATE TABLE limitQueue (
    call TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    tag REAL NOT NULL,
    askAgainAt REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX limitTurns ON limitQueue (provider, tag, model, askAgainAt);
  CREATE INDEX limitForgotten ON limitQueue (provider, askAgainAt);
  `,
  `
  ALTER TABLE executions ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE executions ADD COLUMN lastWait INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE executions ADD COLUMN pausedAt TEXT;
  `,
  `
  -- Amounts of money are decimals in text, for they must stay exact.
  ALTER TABLE executions ADD COLUMN currency TEXT;
  ALTER TABLE executions ADD COLUMN cost TEXT NOT NULL DEFAULT '0';
  ALTER TABLE executions ADD COLUMN ledger INTEGER;
  ALTER TABLE attempts ADD COLUMN price TEXT;
  ALTER TABLE attempts ADD COLUMN worstInputTokens INTEGER;
  ALTER TABLE attempts ADD COLUMN worstOutputTokens INTEGER;

  -- What an execution with a budget has used and holds for calls in flight; its calls count in the parent's too.
  CREATE TABLE ledgers (
    execution INTEGER PRIMARY KEY REFERENCES executions (key),
    parent INTEGER,
    budget TEXT NOT NULL,
    cost TEXT NOT NULL DEFAULT '0',
    tokens INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0,
    heldCost TEXT NOT NULL DEFAULT '0',
    heldTokens INTEGER NOT NULL DEFAULT 0,
    heldCalls INTEGER NOT NULL DEFAULT 0
  );
  -- The same of an organization's calendar month (UTC), a row for each currency; '' of models without a price.
  CREATE TABLE months (
    organization TEXT NOT NULL,
    month TEXT NOT NULL,
    currency TEXT NOT NULL,
    cost TEXT NOT NULL DEFAULT '0',
    tokens INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0,
    heldCost TEXT NOT NULL DEFAULT '0',
    heldTokens INTEGER NOT NULL DEFAULT 0,
    heldCalls INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organization, month, currency)
  ) WITHOUT ROWID;
  CREATE TABLE organizationBudgets (
    organization TEXT PRIMARY KEY,
    budget TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE notices (
    key INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (key),
    organization TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    approval TEXT NOT NULL,
    event TEXT NOT NULL,
    dueMs INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    sentBy TEXT NOT NULL DEFAULT '[]',
    done INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX dueNotices ON notices (dueMs, key) WHERE done = 0;
  CREATE INDEX noticesOfExecution ON notices (execution);
  `,
  `
  ALTER TABLE attempts ADD COLUMN model TEXT;
  ALTER TABLE attempts ADD COLUMN givenUp INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Of the attempt whose answer was taken: the feed's last seq when it was.
  ALTER TABLE attempts ADD COLUMN seq INTEGER;
  `,
  `
  -- Calls that are being made, where only so many may be at the same time.
  CREATE TABLE limitSlots (
    scope TEXT NOT NULL,
    call TEXT NOT NULL,
    expiresAt REAL NOT NULL,
    PRIMARY KEY (scope, call)
  ) WITHOUT ROWID;
  CREATE INDEX limitSlotsByCall ON limitSlots (call);
  `,
  `
  -- How often people gave more.
  ALTER TABLE ledgers ADD COLUMN topUps INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE INDEX partsOfExecutions ON executions (organization, parent) WHERE parent IS NOT NULL;
  `,
  `
  -- What the requests of an execution's model calls have around their conversations, each once.
  CREATE TABLE requestFrames (
    execution INTEGER NOT NULL REFERENCES executions (key),
    hash TEXT NOT NULL,
    frame TEXT NOT NULL,
    PRIMARY KEY (execution, hash)
  ) WITHOUT ROWID;
  ALTER TABLE attempts ADD COLUMN frame TEXT;
  ALTER TABLE attempts ADD COLUMN exchange TEXT;
  `,
  `
  -- What made the attempt, and its number there: Temporal counts from 1 in every activity, also of a workflow that was reset.
  ALTER TABLE attempts ADD COLUMN activity TEXT;
  ALTER TABLE attempts ADD COLUMN activityAttempt INTEGER;
  `,
  `
  -- What people gave more for one month (JSON, with the month).
  ALTER TABLE organizationBudgets ADD COLUMN given TEXT;
  `,
  `
  -- How often what definitions rely on in each other has changed.
  CREATE TABLE definitionChanges (
    organization TEXT PRIMARY KEY,
    saved INTEGER NOT NULL,
    removed INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- What a step's executions have used.
  DROP INDEX partsOfExecutions;
  CREATE INDEX partsOfExecutions ON executions (organization, parent, parentStep) WHERE parent IS NOT NULL;
  `,
  `
  -- Who tells of a step's execution: its parent, and forks that took it over.
  CREATE INDEX startedChildren ON events (body ->> 'childExecutionId') WHERE type = 'childStarted';
  `,
  `
  -- What was asked to cancel and has not ended.
  CREATE INDEX cancellingExecutions ON executions (key) WHERE listed = 1 AND endedAt IS NULL AND cancelRequestedAt IS NOT NULL;
  `,
];
