import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { formatTable } from '@/cli/format-table';
import { operator, UsageError } from '@/cli/run-command';
import { callServer, hereOrOnServer, type WarehouseAccess } from '@/cli/server-api';
import { print } from '@/cli/terminal-text';
import { describeProblem, summarizeVerification } from '@/lib/audit/labels';
import { type ListedAuditEntry, listAudit } from '@/lib/audit/list-audit';
import { findLoggedHeads } from '@/lib/audit/logged-heads';
import type { AuditVerification, LoggedHead } from '@/lib/audit/types';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { type AuditAction, auditActions } from '@/lib/server/audit/actions';
import { operatorToken } from '@/lib/server/auth/secrets';
import { AppError } from '@/lib/server/errors';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';

const usage = `Usage: npm run audit -- [--action ACTION] [--actor TEXT] [--since TIME] [--limit N] [--json]
       npm run audit -- --verify [--log FILE]… [--json]
Lists the newest entries of the audit trail, or checks that nobody edited it.

  --action ACTION  only this action, such as decision.made
  --actor TEXT     only people whose name or email contains this
  --since TIME     only entries from this time on, such as 2026-03-01 or 2026-03-01T09:00:00Z
  --limit N        how many entries, 50 by default, up to 1,000
  --verify         compute every hash again, and name changed, removed, and inserted entries
  --log FILE       also compare the heads in a server's log, which show a chain that was computed again
  --json           print one JSON document

If the running server has the embedded warehouse open, it does the work.

Exit codes
  0  listed, or nothing was edited
  1  the command failed
  2  invalid arguments
  3  the audit trail was edited`;

/** Exit code for an edited audit trail. */
const EDITED = 3;

/** Lists or verifies the audit trail, and sets the exit code. */
export async function runAuditCommand(
  args: string[],
  access: WarehouseAccess = { open: getWarehouse, close: closeWarehouse },
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      action: { type: 'string' },
      actor: { type: 'string' },
      since: { type: 'string' },
      limit: { type: 'string', default: '50' },
      verify: { type: 'boolean', default: false },
      log: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(usage);
  if (values.verify) {
    return verify(await readHeads(values.log), values.json, access);
  }
  if (values.log.length > 0) throw new UsageError('--log requires --verify.');
  await list(listQuery(values), values.json, access);
}

async function readHeads(files: readonly string[]): Promise<readonly LoggedHead[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const lines = createInterface({ input: createReadStream(file) });
      const heads = await findLoggedHeads(lines).catch((cause: NodeJS.ErrnoException) => {
        throw new AppError('invalid_input', `The file ${file} cannot be read (${cause.code}).`);
      });
      if (heads.length > 0) return heads;
      throw new AppError(
        'invalid_input',
        `The file ${file} has no line with “audit head”. Name a server’s log at level info.`,
      );
    }),
  );
  return found.flat();
}

async function verify(
  heads: readonly LoggedHead[],
  json: boolean,
  access: WarehouseAccess,
): Promise<void> {
  const result = await hereOrOnServer<AuditVerification>(
    access,
    (warehouse) => verifyAudit({ warehouse, person: operator() }, { heads: [...heads] }),
    (server) =>
      callServer(server, verificationSchema, {
        method: 'POST',
        path: '/api/audit/verify',
        token: operatorToken(),
        body: { heads },
      }),
  );
  if (json) print(JSON.stringify(result, null, 2));
  else {
    print(summarizeVerification(result));
    for (const problem of result.problems) print(`  ${describeProblem(problem)}`);
    if (result.moreProblems > 0) print(`  … and ${result.moreProblems.toLocaleString()} more.`);
  }
  if (result.problems.length > 0) process.exitCode = EDITED;
}

interface ListQuery {
  readonly action: AuditAction | null;
  readonly person: string | null;
  readonly from: Date | null;
  readonly pageSize: number;
}

function listQuery({
  action = null,
  actor: person = null,
  since = null,
  limit,
}: {
  readonly action?: string | null | undefined;
  readonly actor?: string | null | undefined;
  readonly since?: string | null | undefined;
  readonly limit: string;
}): ListQuery {
  if (action !== null && !Object.hasOwn(auditActions, action)) {
    throw new UsageError(
      `--action ${action} is not recorded. Actions: ${Object.keys(auditActions).join(', ')}.`,
    );
  }
  const from = since === null ? null : new Date(since);
  if (from && Number.isNaN(from.getTime())) {
    throw new UsageError(`--since ${since} is not a time. Write it like 2026-03-01.`);
  }
  const pageSize = Number(limit);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1_000) {
    throw new UsageError('--limit must be a whole number from 1 to 1,000.');
  }
  return { action: action as AuditAction | null, person, from, pageSize };
}

async function list(query: ListQuery, json: boolean, access: WarehouseAccess): Promise<void> {
  const { entries } = await hereOrOnServer<{ readonly entries: readonly ListedAuditEntry[] }>(
    access,
    (warehouse) => listAudit({ warehouse, person: operator() }, query),
    (server) => {
      const { action, person, from, pageSize } = query;
      const params = new URLSearchParams({ pageSize: String(pageSize) });
      if (action !== null) params.set('action', action);
      if (person !== null) params.set('person', person);
      if (from !== null) params.set('from', from.toISOString());
      const path = `/api/audit?${params}`;
      return callServer(server, listSchema, { method: 'GET', path, token: operatorToken() });
    },
  );
  if (json) return print(JSON.stringify(entries, null, 2));
  print(
    formatTable({
      columns: ['entry', 'time', 'actor', 'action', 'subject', 'details'],
      rows: entries.map(({ number, at, actor, action, subject, details }) => [
        number,
        at,
        actor,
        action,
        subject,
        details,
      ]),
      rowsAffected: null,
    }),
  );
}

const listSchema = z.object({
  entries: z.array(
    z.object({
      number: z.number(),
      at: z.coerce.date(),
      actor: z.string(),
      actorName: z.string(),
      action: z.string(),
      subject: z.string().nullable(),
      details: z.string(),
      hash: z.string(),
    }),
  ),
}) satisfies z.ZodType<{ readonly entries: readonly ListedAuditEntry[] }>;

const verificationSchema = z.object({
  entries: z.number(),
  newest: z.number(),
  heads: z.number(),
  problems: z.array(
    z.object({
      kind: z.enum(['changed', 'removed', 'inserted', 'rewritten', 'head', 'no_head']),
      from: z.number(),
      to: z.number(),
    }),
  ),
  moreProblems: z.number(),
}) satisfies z.ZodType<AuditVerification>;
