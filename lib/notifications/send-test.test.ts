import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { targetAt } from '@/test/support/notifications';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { startWebhookReceiver, type WebhookReceiver } from '@/test/support/webhook-receiver';
import { listNotifications } from './list-notifications';
import { sendTest } from './send-test';

const context = seededTestContext();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.requests.length = 0;
});

const admin = () => context.as('Ada Admin', 'admin');
const confirm = { confirm: true } as const;

it('sends a test, says how it went, and records both in the audit trail', async () => {
  const target = targetAt(receiver.url);
  const { host } = target;
  expect(await sendTest(admin(), target, confirm)).toEqual({ host, error: null });
  expect(receiver.requests[0]?.body).toMatchObject({ type: 'test', data: { sentBy: 'Ada Admin' } });
  receiver.answer({ status: 404 });
  const { error } = await sendTest(admin(), target, confirm);
  expect(error).toContain('the webhook does not exist');
  const entries = await context.warehouse.read(auditEntriesFrom(1, 10_000));
  expect(entries.slice(-2)).toMatchObject([
    {
      action: 'notifications.tested',
      subject: host,
      details: JSON.stringify({ host, error: null }),
    },
    { action: 'notifications.tested', subject: host, details: JSON.stringify({ host, error }) },
  ]);
  expect(JSON.stringify(entries)).not.toContain('the-secret-part');
});

it('refuses a test without a target', async () => {
  expect(await expectAppError(sendTest(admin(), null, confirm))).toMatchObject({
    code: 'invalid_input',
    message: 'Nothing was sent: NOTIFY_URL is not set.',
  });
});

it('lists every event, and which are off', async () => {
  const listed = async (off?: string) => {
    const target = targetAt(receiver.url, off ? { NOTIFY_OFF: off } : {});
    return (await listNotifications(admin(), target)).filter(({ isOn }) => !isOn);
  };
  expect(await listed()).toEqual([]);
  expect(await listed('digest.daily')).toMatchObject([{ event: 'digest.daily', last: null }]);
  expect(await listNotifications(admin(), null)).toHaveLength(9);
});
