import { cookies } from 'next/headers';
import { type ReactNode, Suspense } from 'react';
import { LazyToaster } from '@/components/ui/lazy-toaster';
import {
  localeCookie,
  parseLocale,
  parseTheme,
  themeCookie,
} from '@/components/ui/preference-cookies';
import { Skeleton } from '@/components/ui/skeleton';
import { countPending } from '@/lib/decisions/queue';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { reportError } from '@/lib/server/log';
import { LivePendingCount } from './_live/live-pending-count';
import { LiveUpdates } from './_live/live-updates';
import { OfflineNavigation } from './_live/offline-navigation';
import { OutboxProvider } from './_outbox/outbox-provider';
import { OutboxStatus } from './_outbox/outbox-status';
import { ShellControls } from './_shell/controls';
import { MainNav } from './_shell/navigation';
import { pagesFor } from './_shell/pages';
import { PrintHeading } from './_shell/print-heading';
import { QueryProvider } from './_shell/query-provider';
import { RecentDecisionsProvider } from './_shell/recent-decisions-provider';
import { TopBar } from './_shell/top-bar';

const warehouseLabels = { duckdb: 'Embedded · DuckDB', snowflake: 'Snowflake' } as const;

/** The shell around every signed-in page. */
export default async function AppLayout({ children }: { readonly children: ReactNode }) {
  const context = await pageContext();
  const { person, warehouse } = context;
  const canDecide = hasRole(person, 'manager');
  const isAdmin = hasRole(person, 'admin');
  const pages = pagesFor(isAdmin);
  const jar = await cookies();
  return (
    <QueryProvider>
      <OutboxProvider key={person.email} person={person.email}>
        <RecentDecisionsProvider canDecide={canDecide}>
          <div className="print:block! lg:grid lg:grid-cols-[5rem_minmax(0,1fr)] min-[90rem]:grid-cols-[12rem_minmax(0,1fr)]">
            <a
              href="#main"
              className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-sm font-medium text-accent-on focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
            >
              Skip to main content
            </a>
            <MainNav
              pages={pages}
              counts={{ queue: <PendingCount pending={countPending(context)} /> }}
            />
            <div className="min-w-0">
              <TopBar
                person={person}
                warehouse={warehouseLabels[warehouse.kind]}
                theme={parseTheme(jar.get(themeCookie)?.value)}
                locale={parseLocale(jar.get(localeCookie)?.value)}
                controls={
                  <ShellControls
                    pages={pages.map(({ icon: _, ...page }) => page)}
                    canDecide={canDecide}
                    isAdmin={isAdmin}
                  />
                }
                status={<OutboxStatus />}
              />
              <main id="main" tabIndex={-1} className="pb-(--bottom-bar) outline-none lg:pb-0">
                <PrintHeading person={person.name} />
                {children}
              </main>
              <LazyToaster />
              <OfflineNavigation />
              <LiveUpdates changeNumber={context.readModel.changes.number} />
            </div>
          </div>
        </RecentDecisionsProvider>
      </OutboxProvider>
    </QueryProvider>
  );
}

/** The number of pending recommendations, streamed in so that the page does not wait for it. */
function PendingCount({ pending }: { readonly pending: Promise<number> }) {
  return (
    <span className="text-right min-[90rem]:min-w-5 text-xs font-normal max-[90rem]:lg:text-2xs text-ink-muted">
      <Suspense fallback={<Skeleton className="h-4 w-5" />}>
        <PendingCountValue pending={pending} />
      </Suspense>
    </span>
  );
}

async function PendingCountValue({ pending }: { readonly pending: Promise<number> }) {
  try {
    const count = await pending;
    return (
      <>
        <LivePendingCount rendered={count} />
        <span className="sr-only"> pending</span>
      </>
    );
  } catch (error) {
    const { message } = reportError('count-pending', error);
    return (
      <span title={message}>
        ?<span className="sr-only">{` pending: unknown. ${message}`}</span>
      </span>
    );
  }
}
