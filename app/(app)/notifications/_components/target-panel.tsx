import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { Panel } from '@/components/ui/page-layout';
import type { NotificationTarget } from '@/lib/notifications/target';
import { TestPanel } from './test-panel';

/** Where notifications go, with a test; or how to set that up. Never shows the whole address. */
export function TargetPanel({ target }: { readonly target: NotificationTarget | null }) {
  if (target === null) {
    return (
      <Panel title="Nothing is sent" description="No setting says where notifications go.">
        <ol className="list-decimal space-y-1 pl-5">
          <li>
            For Slack, create an incoming webhook for the channel, and set <code>NOTIFY_URL</code>{' '}
            to its address.
          </li>
          <li>
            For another program, set <code>NOTIFY_URL</code> to its https address, and{' '}
            <code>NOTIFY_SECRET</code> to a secret with which it verifies the signature.
          </li>
          <li>Restart the server, and send a test from this page.</li>
        </ol>
      </Panel>
    );
  }
  const { host, format, key } = target;
  return (
    <TestPanel>
      <DescriptionList columns="sm:grid-cols-3">
        <DescriptionItem name="Target" more="The rest of the address is a secret">
          <span className="break-all">{host}</span>
        </DescriptionItem>
        <DescriptionItem name="Format">
          {format === 'slack' ? 'Slack message' : 'JSON (Standard Webhooks)'}
        </DescriptionItem>
        <DescriptionItem name="Signature">
          {key ? 'HMAC-SHA256' : 'None: NOTIFY_SECRET is not set'}
        </DescriptionItem>
      </DescriptionList>
    </TestPanel>
  );
}
