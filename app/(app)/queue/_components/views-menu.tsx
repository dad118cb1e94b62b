'use client';

import { Suspense, useState } from 'react';
import { ChevronDownIcon, ViewIcon } from '@/components/ui/icons';
import { lazyComponent } from '@/components/ui/lazy-component';
import { Popover } from '@/components/ui/popover';
import { Skeleton } from '@/components/ui/skeleton';
import type { SavedViews } from './use-saved-views';

const ViewsPanel = lazyComponent(() =>
  import('./views-panel').then(({ ViewsPanel }) => ViewsPanel),
);

/** A button with the name of the current view, which opens the saved views. */
export function ViewsMenu({ saved }: { readonly saved: SavedViews }) {
  const [wasOpened, setWasOpened] = useState(false);
  const name = saved.current?.name ?? 'All pending';
  return (
    <Popover
      label={`View: ${name}${saved.isModified ? ', modified' : ''}`}
      variant="secondary"
      buttonClassName="min-w-0 max-w-48 shrink-0 @max-[640px]:px-2!"
      trigger={
        <>
          <ViewIcon className="@min-[640px]:hidden" />
          <bdi className="min-w-0 truncate @max-[640px]:hidden">{name}</bdi>
          {saved.isModified && (
            <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-accent" />
          )}
          <ChevronDownIcon className="text-ink-muted @max-[640px]:hidden" />
        </>
      }
      onOpen={() => {
        setWasOpened(true);
        saved.refresh();
      }}
    >
      <div className="w-72 max-w-[calc(100vw-1.5rem)]">
        {wasOpened && (
          <Suspense fallback={<Skeleton className="m-2 h-40" />}>
            <ViewsPanel saved={saved} />
          </Suspense>
        )}
      </div>
    </Popover>
  );
}
