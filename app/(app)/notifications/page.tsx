import type { Metadata } from 'next';
import { Suspense } from 'react';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listNotifications } from '@/lib/notifications/list-notifications';
import { type NotificationTarget, notificationTarget } from '@/lib/notifications/target';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { EventList } from './_components/event-list';
import { TargetPanel } from './_components/target-panel';

export const metadata: Metadata = { title: 'Notifications' };

/** Where notifications go, which are on, and how the last of each was delivered. For admins. */
export default async function NotificationsPage() {
  const ctx = await pageContext();
  if (!hasRole(ctx.person, 'admin')) {
    return (
      <>
        <PageHeader title="Notifications" />
        <EmptyState title="Only admins can see notifications">
          Ask an admin what is sent, and where.
        </EmptyState>
      </>
    );
  }
  const target = notificationTarget(env());
  return (
    <>
      <PageHeader
        title="Notifications"
        description="What the server tells people in Slack or another program. An operator sets it up in the server’s settings."
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <TargetPanel target={target} />
        <Suspense fallback={<PanelsSkeleton panels={['h-136']} />}>
          <Events ctx={ctx} target={target} />
        </Suspense>
      </div>
    </>
  );
}

async function Events({
  ctx,
  target,
}: {
  readonly ctx: Context;
  readonly target: NotificationTarget | null;
}) {
  return <EventList events={await listNotifications(ctx, target)} hasTarget={target !== null} />;
}
