// The API's words as people say them.

export const URGENCIES = { now: 'look now', high: 'look next', normal: 'look today', low: 'can wait' };

export const STEPS = {
  locate: 'Find the crash in the source',
  reproduce: 'Turn the crash into a failing test',
  recall: 'Recall similar cases',
  triage: 'Ask whether the code is to blame',
  propose: 'Propose patches',
  verify: 'Check the patches in a sandbox',
  plan: 'Write the plan',
  trust: 'Look the trust up once more',
  apply: 'Carry the plan out',
  publish: 'Bring it to the forge',
  swap: 'Swap it into the running JVMs',
  remember: 'Remember the case',
};

/** Thoughts within a step. */
export const KINDS = {
  case: 'Recalled case', source: 'Source of patches', attempt: 'Attempt at a failing test', sandbox: 'Sandbox',
  baseline: 'Tests of the deployed commit', candidate: 'Candidate', suite: 'Tests with the candidate',
};

export const STATES = {
  running: 'running', ok: 'done', refused: 'turned down', left: 'left undecided', failed: 'failed', cut: 'cut short',
};

export const FACTS = { redRuns: 'red runs', count: 'found' };

export const OUTCOMES = {
  fixed: 'Fixed', declined: 'Declined', 'not-reproduced': 'Not reproduced',
  'no-patch': 'No patch found', 'not-code': 'Not the code', abstained: 'Stopped',
};

export const SWAPS = {
  ordered: 'Being swapped in', provisional: 'Swapped in, watched', settled: 'Swapped in', 'rolled-back': 'Rolled back',
  refused: 'Not swapped in', gone: 'The JVM ended', deployed: 'Deployed',
};

export const LEVELS = {
  observe: 'Nexa groups, explains and reproduces.',
  propose: 'Nexa puts verified patches on branches; a person merges.',
  commit: 'Nexa commits to the deployed branch after a person’s approval.',
  hotswap: 'Nexa also swaps approved fixes into running JVMs, watched and rolled back by itself.',
  autonomous: 'Nexa carries out classes of patches that a person approved beforehand.',
};

export const DEEDS = {
  approved: 'approved', rejected: 'rejected', swap: 'swapped in', rollback: 'rolled back',
  'rolled-back': 'rolled back by itself', paused: 'paused', resumed: 'resumed',
};

/** What who has a scope may do. */
export const SCOPES = {
  read: 'read everything, and decide nothing',
  decide: 'read everything, and decide what becomes of issues and fixes',
  admin: 'do everything, and let others in',
};

/** By what way somebody came in. */
export const WAYS = {
  session: 'by a link of this daemon’s host, as nexa open prints one',
  'token-session': 'by a link that a token of your name made',
  token: 'by a token',
  owner: 'by the owner’s token',
  socket: 'by the local socket',
};
