import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { LazyToaster } from '@/components/ui/lazy-toaster';
import { parseTheme, themeCookie } from '@/components/ui/theme';
import { countPending } from '@/lib/decisions/count-pending';
import { pageContext } from '@/lib/request-context';
import { DeskControls } from './_components/desk-controls';
import { PendingCount } from './_components/pending-count';
import { Rail } from './_components/rail';
import { TopBar } from './_components/top-bar';

const warehouseNames = { duckdb: 'Embedded · DuckDB', snowflake: 'Snowflake' } as const;

/** The signed-in shell around every page of the desk. */
export default async function DeskLayout({ children }: { readonly children: ReactNode }) {
  const context = await pageContext();
  const { person, warehouse } = context;
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <div className="lg:grid lg:grid-cols-[12rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-sm font-medium text-accent-on focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Rail counts={{ queue: <PendingCount pending={countPending(context)} /> }} />
      <div className="min-w-0">
        <TopBar
          person={person}
          warehouse={warehouseNames[warehouse.kind]}
          theme={theme}
          controls={<DeskControls />}
        />
        <main id="main" tabIndex={-1} className="pb-(--bottom-bar) outline-none lg:pb-0">
          {children}
        </main>
        <LazyToaster />
      </div>
    </div>
  );
}
