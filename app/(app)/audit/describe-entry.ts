import { z } from 'zod';
import { accountHref, csmHref, recommendationHref, runHref } from '@/app/(app)/_shared/links';
import { csmFieldLabels } from '@/lib/accounts/csms/csm-labels';
import type { ListedAuditEntry } from '@/lib/audit/list-audit';
import { policyFields } from '@/lib/policy/fields';
import { type AuditAction, auditActions } from '@/lib/server/audit/actions';

type Entry = Pick<ListedAuditEntry, 'action' | 'subject' | 'details' | 'recommendationId'>;

/** The action in words; the text itself if it is unknown. */
export function actionLabel(action: string): string {
  return Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : action;
}

/** The page about an entry's subject; null if there is none. */
export function subjectHref({ action, subject, recommendationId }: Entry): string | null {
  if (subject === null) return null;
  if (action.startsWith('run.')) return runHref(subject);
  if (action.startsWith('decision.')) return recommendationHref(recommendationId ?? subject);
  if (action === 'csm.changed') return csmHref(subject);
  if (action === 'accounts.unmarked') return accountHref(subject);
  if (action === 'policy.published') return '/policy';
  if (action.startsWith('member.')) return '/members';
  return null;
}

/** The details as lines of text. Those of an unknown form are shown field by field, or as stored. */
export function describeDetails({ action, details }: Entry): readonly string[] {
  const parsed = parseDetails(details);
  if (parsed === null) return [details];
  return describers[action]?.(parsed) ?? fieldLines(parsed);
}

type Details = Readonly<Record<string, unknown>>;

function parseDetails(details: string): Details | null {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(details));
  } catch {
    // Someone edited it, which verifying shows.
    return null;
  }
}

/** A function that describes details of a form; null if they have another one. */
function describer<Form>(
  form: z.ZodType<Form>,
  lines: (details: Form) => readonly (string | null)[],
): (details: Details) => readonly string[] | null {
  return (details) => {
    const parsed = form.safeParse(details);
    return parsed.success ? lines(parsed.data).filter((line) => line !== null) : null;
  };
}

const decisionWords: Readonly<Record<string, string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
  undo: 'Undone',
};

const decisions = describer(
  z.object({
    decisions: z.array(
      z.object({ account: z.string(), verb: z.string(), csm: z.string().nullable() }),
    ),
  }),
  (details) =>
    details.decisions.map(({ account, verb, csm }) => {
      const to = csm === null ? '' : ` to ${csm}`;
      return `${decisionWords[verb] ?? verb}: account ${account}${to}`;
    }),
);

const change = z.object({ before: z.unknown(), after: z.unknown() });
const changeText = ({ before, after }: z.infer<typeof change>) =>
  `${valueText(before)} → ${valueText(after)}`;

const describers: Readonly<
  Partial<Record<string, (details: Details) => readonly string[] | null>>
> = {
  'decision.made': decisions,
  'decision.undone': decisions,
  'run.started': describer(
    z.object({
      mode: z.string(),
      dryRun: z.boolean(),
      accountId: z.string().nullable(),
      batchSize: z.number(),
      policyVersion: z.number(),
      maxPerRun: z.number().optional(),
    }),
    ({ mode, dryRun, accountId, batchSize, policyVersion, maxPerRun }) => [
      accountId === null
        ? `${mode === 'refresh' ? 'Refresh' : 'Batch'} of up to ${batchSize} accounts`
        : `Account ${accountId}`,
      maxPerRun === undefined ? null : `Up to ${maxPerRun} accounts per CSM`,
      `Policy version ${policyVersion}${dryRun ? ', dry run' : ''}`,
    ],
  ),
  'run.ended': describer(
    z.object({
      status: z.string(),
      placed: z.number().optional(),
      deferred: z.number().nullish(),
      code: z.string().optional(),
      message: z.string().optional(),
    }),
    ({ status, placed, deferred, code, message }) => [
      status === 'succeeded'
        ? `Succeeded: ${placed ?? 0} placed, ${deferred ?? 0} deferred`
        : `${status === 'cancelled' ? 'Canceled' : 'Failed'}: ${message ?? code ?? 'unknown'}`,
    ],
  ),
  'policy.published': describer(
    z.object({ note: z.string(), changes: z.array(change.extend({ path: z.string() })) }),
    ({ note, changes }) => [
      note,
      ...changes.map(({ path, ...values }) => {
        const label = policyFields.get(path as never)?.label ?? path;
        return `${label}: ${changeText(values)}`;
      }),
    ],
  ),
  'csm.changed': describer(
    z.object({ changes: z.array(change.extend({ field: z.string() })) }),
    ({ changes }) =>
      changes.map(({ field, ...values }) => {
        const labels: Readonly<Record<string, string>> = csmFieldLabels;
        return `${labels[field] ?? field}: ${changeText(values)}`;
      }),
  ),
  'accounts.marked': describer(
    z.object({ owners: z.array(z.string()), accounts: z.number(), reason: z.string().nullable() }),
    ({ owners, accounts, reason }) => [
      `${accounts} ${accounts === 1 ? 'account' : 'accounts'} of ${owners.join(', ')}`,
      reason,
    ],
  ),
  'import.done': describer(
    z.record(z.string(), z.object({ file: z.string(), rows: z.number() })),
    (files) =>
      Object.entries(files).map(
        ([kind, { file, rows }]) =>
          `${kind === 'csms' ? 'CSMs' : 'Accounts'}: ${rows} from ${file}`,
      ),
  ),
  'setup.done': describer(
    z.object({
      from: z.number().nullable(),
      to: z.number(),
      createdViews: z.array(z.string()),
      replacedViews: z.array(z.string()),
    }),
    ({ from, to, createdViews, replacedViews }) => [
      from === null
        ? `Created schema version ${to}`
        : from === to
          ? `Schema version ${to}`
          : `Migrated schema version ${from} to ${to}`,
      createdViews.length > 0 ? `Created ${createdViews.join(', ')}` : null,
      replacedViews.length > 0 ? `Replaced ${replacedViews.join(', ')}` : null,
    ],
  ),
  'sql.written': describer(z.object({ statement: z.string() }), ({ statement }) => [statement]),
};

/** One line per field: `Expires at: 2026-05-01`. */
function fieldLines(details: Details): readonly string[] {
  return Object.entries(details).map(([name, value]) => {
    const values = change.strict().safeParse(value);
    return `${words(name)}: ${values.success ? changeText(values.data) : valueText(value)}`;
  });
}

/** `expiresAt` as `Expires at`. */
function words(name: string): string {
  const spaced = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(valueText).join(', ') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
