import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { targetAt } from '@/test/support/notifications';
import {
  isSignedWith,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSecret,
} from '@/test/support/webhook-receiver';
import type { OutgoingNotification } from './message';
import { postNotification } from './post-notification';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answer();
});

const now = new Date('2026-11-30T08:00:00.250Z');
const notification: OutgoingNotification = {
  id: 'N-1',
  event: 'csm.over_capacity',
  createdAt: new Date('2026-11-30T07:59:00Z'),
  message: {
    title: 'Ana <b> & Co is over capacity',
    lines: [{ text: 'Ana <!channel>: 37 of 35 accounts', path: '/csms/Ana%20%3Cb%3E' }],
    link: { label: 'Open Workload', path: '/workload?a=1&b=2' },
    fields: { csms: [{ name: 'Ana <b>', accounts: 37, capacity: 35 }] },
  },
};

const target = (settings = {}) => targetAt(receiver.url, settings);
const post = (settings = {}, options: { timeoutMs?: number } = {}) =>
  postNotification(target(settings), notification, { now, ...options });

describe('a notification', () => {
  it('is signed with HMAC, so that the receiver can verify it, its id, and its time', async () => {
    expect(await post()).toEqual({ ok: true });
    const [request] = receiver.requests;
    if (!request) throw new Error('Nothing was received.');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'N-1',
      'webhook-timestamp': '1796025600',
    });
    expect(isSignedWith(webhookSecret, request)).toBe(true);
    expect(isSignedWith(webhookSecret, { ...request, text: `${request.text} ` })).toBe(false);
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(isSignedWith(other, request)).toBe(false);
    expect(request.body).toEqual({
      type: 'csm.over_capacity',
      timestamp: '2026-11-30T07:59:00.000Z',
      data: {
        title: 'Ana <b> & Co is over capacity',
        lines: [
          {
            text: 'Ana <!channel>: 37 of 35 accounts',
            url: 'https://csm.example.com/csms/Ana%20%3Cb%3E',
          },
        ],
        url: 'https://csm.example.com/workload?a=1&b=2',
        csms: [{ name: 'Ana <b>', accounts: 37, capacity: 35 }],
      },
    });
  });

  it('is a message of Slack in which names can neither mention people nor make links', async () => {
    expect(await post({ NOTIFY_FORMAT: 'slack' })).toEqual({ ok: true });
    const section = (text: string) => ({
      type: 'section',
      text: { type: 'mrkdwn', text, verbatim: true },
    });
    expect(receiver.requests[0]?.body).toEqual({
      text: 'Ana &lt;b&gt; &amp; Co is over capacity',
      blocks: [
        section('*Ana &lt;b&gt; &amp; Co is over capacity*'),
        section(
          '<https://csm.example.com/csms/Ana%20%3Cb%3E|Ana &lt;!channel&gt;: 37 of 35 accounts>',
        ),
        section('<https://csm.example.com/workload?a=1&amp;b=2|Open Workload>'),
      ],
    });
  });

  it('stays within what Slack accepts, however many lines it has', async () => {
    const lines = Array.from({ length: 500 }, (_, n) => ({ text: `CSM ${n} & others` }));
    const long = { ...notification, message: { ...notification.message, lines } };
    await postNotification(target({ NOTIFY_FORMAT: 'slack' }), long, { now });
    const [, body] = receiver.requests[0]?.body.blocks ?? [];
    expect(body.text.text.length).toBeLessThanOrEqual(3_000);
    expect(body.text.text).toMatch(/^CSM 0 &amp; others\n.*\n…$/s);
  });

  it.each([
    [{ status: 500 }, 'answered with status 500.', false],
    [{ status: 429 }, 'answered with status 429.', false],
    [{ status: 408 }, 'answered with status 408.', false],
    [{ status: 404 }, 'the webhook does not exist, so correct NOTIFY_URL.', true],
    [{ status: 403 }, 'check NOTIFY_SECRET and what the webhook may do.', true],
    [{ status: 400 }, 'it does not accept the message, so check NOTIFY_FORMAT.', true],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'a redirect', true],
    ['hang', 'did not answer within 0.2 seconds.', false],
    ['disconnect', 'could not be reached', false],
  ] as const)('that is answered with %j fails with the reason', async (answer, error, isFinal) => {
    receiver.answer(answer);
    const delivery = await post({}, { timeoutMs: 200 });
    expect(delivery).toMatchObject({
      ok: false,
      isFinal,
      error: expect.stringContaining(error),
    });
    // The rest of the address is a secret.
    expect(JSON.stringify(delivery)).not.toContain('the-secret-part');
    expect(receiver.requests).toHaveLength(1);
  });

  it('waits as long as the receiver asks, in seconds or until a date, at most an hour', async () => {
    const retryAfter = async (value: string) => {
      receiver.answer({ status: 429, headers: { 'retry-after': value } });
      const delivery = await post();
      return delivery.ok ? null : delivery.retryAfterMs;
    };
    expect(await retryAfter('90')).toBe(90_000);
    expect(await retryAfter('Mon, 30 Nov 2026 08:02:00 GMT')).toBe(119_750);
    expect(await retryAfter('86400')).toBe(3_600_000);
    expect(await retryAfter('soon')).toBeNull();
  });

  it('says that nobody listens at the address', async () => {
    const closed = await startWebhookReceiver();
    await closed.close();
    const delivery = await postNotification(targetAt(closed.url), notification, { now });
    expect(delivery).toMatchObject({
      ok: false,
      error: `${new URL(closed.url).host} could not be reached (ECONNREFUSED).`,
    });
  });
});
