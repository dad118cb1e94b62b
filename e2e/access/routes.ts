import type { Access } from './access';

/** A route with a method, and a request that changes nothing or little. */
export interface RouteAccess extends Access {
  /** The query string. */
  readonly query?: string;
  /** The body: a form, or else a value to send as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses for those who may send it. Default: 200. */
  readonly status?: number | readonly number[];
}

const viewer = { role: 'viewer' } as const;
const manager = { role: 'manager' } as const;
const admin = { role: 'admin' } as const;
const anyone = { role: 'anyone' } as const;
const exported = { role: 'viewer', scope: 'exports' } as const;
const readRuns = { role: 'viewer', scope: 'runs:read' } as const;
const startRuns = { role: 'manager', scope: 'runs:start' } as const;

const member = { email: 'nobody@demo.example' };
const draft = { basedOn: 1, changes: {} };
const view = { id: crypto.randomUUID(), name: 'Mine', query: '?', shared: false };

function file(): FormData {
  const form = new FormData();
  form.set('kind', 'csms');
  form.set('file', new File(['not a list'], 'empty.csv'));
  return form;
}

/** Every route of the build with each of its methods, and who may send it. */
export const routeAccess: Readonly<Record<string, RouteAccess>> = {
  'GET /api/accounts': viewer,
  'GET /api/audit': admin,
  'POST /api/audit/verify': { ...admin, body: {} },
  'GET /api/auth/[...nextauth]': anyone,
  'POST /api/auth/[...nextauth]': { ...anyone, status: 400 },
  'GET /api/auth/sso': { ...anyone, status: 303 },
  'GET /api/auth/sso/callback': { ...anyone, status: 303 },
  // One backup at a time.
  'POST /api/backups': { ...admin, body: {}, status: [200, 409] },
  'POST /api/decisions': { ...manager, body: { requests: [{}] } },
  'POST /api/decisions/preview': { ...manager, body: { verb: 'accept', recommendationIds: ['1'] } },
  'GET /api/decisions/recent': viewer,
  'GET /api/events': viewer,
  'GET /api/events/number': viewer,
  'GET /api/exports/acceptance': exported,
  'GET /api/exports/account': { ...exported, query: '?id=NEED-1' },
  'GET /api/exports/audit': admin,
  'GET /api/exports/cooling-violations': exported,
  'GET /api/exports/csm-book': { ...exported, query: '?csm=Kim+Lee' },
  'GET /api/exports/csm-decisions': { ...exported, query: '?csm=Kim+Lee' },
  'GET /api/exports/failures': exported,
  'GET /api/exports/handover': exported,
  'GET /api/exports/ledger': exported,
  'GET /api/exports/low-scores': exported,
  'GET /api/exports/policy-versions': exported,
  'GET /api/exports/reviews': exported,
  'GET /api/exports/run': { ...exported, query: '?run=none', status: 404 },
  'GET /api/exports/runs': exported,
  'GET /api/health': anyone,
  'POST /api/import': { ...admin, body: file(), status: 400 },
  'POST /api/import/preview': { ...admin, body: file(), status: 400 },
  'GET /api/members': admin,
  'POST /api/members': {
    ...admin,
    body: { email: 'new@demo.example', name: 'New', role: 'viewer', password: 'long enough to do' },
  },
  'POST /api/members/disable': { ...admin, body: member, status: 404 },
  'POST /api/members/enable': { ...admin, body: member, status: 404 },
  'GET /api/metrics': { role: 'operator' },
  'POST /api/notes': {
    ...manager,
    status: 404,
    body: {
      noteId: '01890a5d-ac96-774b-bcce-b302099a8057',
      about: { accountId: 'NONE' },
      note: 'Hi.',
    },
  },
  'POST /api/policy/backtest': { ...admin, body: draft },
  'POST /api/policy/preview': { ...admin, body: draft },
  'POST /api/presence': {
    ...viewer,
    body: { tab: crypto.randomUUID(), recommendationId: null },
  },
  'GET /api/queue': viewer,
  'GET /api/queue-views': viewer,
  'POST /api/queue-views': { ...viewer, body: view },
  'PUT /api/queue-views': { ...viewer, body: { ...view, id: crypto.randomUUID() }, status: 404 },
  'DELETE /api/queue-views': { ...viewer, query: `?id=${crypto.randomUUID()}` },
  'PUT /api/queue-views/default': { ...viewer, body: { viewId: null } },
  'GET /api/queue/export': exported,
  'GET /api/queue/matching': viewer,
  'GET /api/queue/pending-count': viewer,
  'PUT /api/queue/preferences': {
    ...viewer,
    body: { sort: null, columns: null, density: null, pageSize: null },
  },
  'GET /api/queue/still-pending': { ...viewer, query: '?ids=1' },
  'GET /api/ready': anyone,
  'GET /api/recommendations': { ...viewer, query: '?ids=1' },
  'GET /api/recommendations/[id]/candidates': { ...viewer, status: 400 },
  'GET /api/runs': readRuns,
  'POST /api/runs': {
    ...startRuns,
    status: 400,
    body: { mode: 'refresh', dryRun: true },
    headers: { 'idempotency-key': 'x'.repeat(201) },
  },
  'GET /api/runs/[id]': { ...readRuns, status: 404 },
  'DELETE /api/runs/[id]': { ...startRuns, status: 404 },
  'GET /api/runs/[id]/progress': { ...readRuns, status: 404 },
  'GET /api/runs/[id]/replay': { ...readRuns, status: 404 },
  'POST /api/runs/[id]/review': { ...startRuns, body: {}, status: 400 },
  'GET /api/runs/preview': { ...manager, query: '?batchSize=1&maxPerRun=1' },
  'POST /api/session/activity': viewer,
  'POST /api/snoozes': {
    ...manager,
    status: 400,
    body: { recommendationIds: ['999'], until: 'now' },
  },
  'GET /api/what-if': {
    ...viewer,
    query: '?subject=intake&kind=hire&tenureMonths=12',
  },
  'GET /api/what-if/choices': { ...viewer, query: '?subject=intake&id=none' },
  'GET /icon.svg': anyone,
};
