import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { editCsm } from '@/lib/accounts/csms/edit-csm';
import { importSources } from '@/lib/accounts/import/import-sources';
import { importUpload, previewUpload } from '@/lib/accounts/import/import-upload';
import { markAccounts, unmarkAccount } from '@/lib/accounts/mark-accounts';
import { exportAudit, listAudit } from '@/lib/audit/list-audit';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { createBackup } from '@/lib/backups/create-backup';
import { listBackups } from '@/lib/backups/list-backups';
import { restoreBackup } from '@/lib/backups/restore-backup';
import { addNote } from '@/lib/decisions/add-note';
import { decide } from '@/lib/decisions/decide';
import { previewDecisions } from '@/lib/decisions/preview-decisions';
import { previewRollback, rollBackRun } from '@/lib/decisions/roll-back-run';
import { snooze } from '@/lib/decisions/snooze';
import { changeMember } from '@/lib/members/change-member';
import { createPasswordLink } from '@/lib/members/create-password-link';
import { createToken } from '@/lib/members/create-token';
import { disableMember } from '@/lib/members/disable-member';
import { enableMember } from '@/lib/members/enable-member';
import { endMemberSessions } from '@/lib/members/end-member-sessions';
import { inviteMember } from '@/lib/members/invite-member';
import { listMembers } from '@/lib/members/list-members';
import { listTokens } from '@/lib/members/list-tokens';
import { revokeToken } from '@/lib/members/revoke-token';
import { saveMember } from '@/lib/members/save-member';
import { unlinkAccount } from '@/lib/members/unlink-account';
import { migrateToSnowflake } from '@/lib/migration/migrate-to-snowflake';
import { listNotifications } from '@/lib/notifications/list-notifications';
import { sendTest } from '@/lib/notifications/send-test';
import { publishPolicy } from '@/lib/policy/publish-policy';
import { claimReview } from '@/lib/reviews/review-run';
import { backtestPolicy } from '@/lib/runs/backtest-policy';
import { cancelRun } from '@/lib/runs/cancel-run';
import { previewPolicy } from '@/lib/runs/preview-policy';
import { previewRun } from '@/lib/runs/preview-run';
import { startReview } from '@/lib/runs/start-review';
import { startRun } from '@/lib/runs/start-run';
import { type Role, roles } from '@/lib/server/auth/person';
import { expectAppError } from '@/test/support/test-context';

/** The services that only managers and admins may call. `{}` is no valid input of any of them. */
const services = {
  manager: {
    addNote,
    cancelRun,
    claimReview,
    editCsm,
    markAccounts,
    previewDecisions,
    previewRun,
    snooze,
    startReview,
    startRun,
    unmarkAccount,
    // The part of `decide` that checks the role.
    decideAll: (ctx: never) => decide(ctx, { requests: [{}] }),
  },
  admin: {
    backtestPolicy,
    changeMember,
    createBackup,
    createPasswordLink,
    createToken,
    disableMember,
    listBackups,
    migrateToSnowflake,
    restoreBackup,
    enableMember,
    endMemberSessions,
    exportAudit,
    importSources,
    importUpload,
    inviteMember,
    listAudit,
    listMembers,
    listNotifications,
    listTokens,
    previewPolicy,
    previewRollback,
    previewUpload,
    publishPolicy,
    revokeToken,
    rollBackRun,
    saveMember,
    sendTest,
    unlinkAccount,
    verifyAudit,
  },
} satisfies Partial<Record<Role, Readonly<Record<string, unknown>>>>;

type Service = (ctx: unknown, input: unknown) => Promise<unknown>;
const cases = Object.entries(services).flatMap(([needed, each]) =>
  Object.entries(each).flatMap(([name, service]) =>
    roles
      .slice(0, roles.indexOf(needed as Role))
      .map((role) => [name, role, service as Service] as const),
  ),
);

/** A context that fails if anything is read or written. */
function untouchable(role: Role): unknown {
  const fail = () => {
    throw new Error('The service used its context before it checked the role.');
  };
  const forbidden = new Proxy({}, { get: fail });
  const person = { email: 'pat@example.com', name: 'Pat', role };
  return { person, warehouse: forbidden, readModel: forbidden, now: fail };
}

test.each(cases)(
  '%s refuses a %s before it reads the input or the warehouse',
  async (_, role, service) => {
    const { code } = await expectAppError((async () => service(untouchable(role), {}))());
    expect(code).toBe('forbidden');
  },
);

test('every service that requires a manager or an admin is among them', async () => {
  const lib = fileURLToPath(new URL('../lib', import.meta.url));
  const files = (await readdir(lib, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const found = { manager: [] as string[], admin: [] as string[] };
  for (const file of files) {
    const text = await readFile(join(lib, file), 'utf8');
    for (const match of text.matchAll(/requireRole\([\w.]+, '(manager|admin)'\)/g)) {
      const [, name = file] =
        [...text.slice(0, match.index).matchAll(/function (\w+)/g)].at(-1) ?? [];
      found[match[1] as keyof typeof found].push(name);
    }
  }
  expect({ manager: found.manager.sort(), admin: found.admin.sort() }).toEqual({
    manager: Object.keys(services.manager).sort(),
    admin: Object.keys(services.admin).sort(),
  });
});
