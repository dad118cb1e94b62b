'use client';

import dynamic from 'next/dynamic';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';

/** What a search of the data found, each leading somewhere. */
export interface FoundSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly detail?: string;
    readonly href: string;
  }[];
}

/** Searches the data for what was typed; usually a server action. */
export type PaletteSource = (text: string) => Promise<readonly FoundSection[]>;

// React Aria stands behind this, which no page should pay for before it is wanted.
const PalettePanel = dynamic(() => import('./palette-panel').then((made) => made.PalettePanel), {
  ssr: false,
  loading: PanelSkeleton,
});

/** Everything that can be reached or done from here, by typing a part of its name. */
export function CommandPalette({
  open,
  onClose,
  onShortcuts,
  source,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
  readonly source?: PaletteSource;
}) {
  return (
    <Dialog open={open} onClose={onClose} title="Search and commands" bare>
      <PalettePanel onClose={onClose} onShortcuts={onShortcuts} {...(source && { source })} />
    </Dialog>
  );
}

function PanelSkeleton() {
  return (
    <div className="flex h-56 flex-col gap-3 p-4">
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}
