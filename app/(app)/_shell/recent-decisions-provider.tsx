'use client';

import {
  createContext,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';

const RecentDecisionsDialog = lazyComponent(() =>
  import('./recent-decisions-dialog').then(({ RecentDecisionsDialog }) => RecentDecisionsDialog),
);

type ShowRecommendation = (id: string) => void;

interface RecentDecisions {
  /** Opens the list of recent decisions. */
  readonly open: () => void;
  /** Sets how the current page shows a recommendation; null opens the queue. */
  readonly setShow: (show: ShowRecommendation | null) => void;
}

const RecentDecisionsContext = createContext<RecentDecisions | null>(null);

/** Provides the list of recent decisions to every page. */
export function RecentDecisionsProvider({
  canDecide,
  children,
}: {
  readonly canDecide: boolean;
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const show = useRef<ShowRecommendation | null>(null);
  const value = useMemo(
    () => ({
      open: () => setIsOpen(true),
      setShow: (next: ShowRecommendation | null) => {
        show.current = next;
      },
    }),
    [],
  );
  return (
    <RecentDecisionsContext value={value}>
      {children}
      <Suspense fallback={<LoadingDialog />}>
        {isOpen && (
          <RecentDecisionsDialog
            canDecide={canDecide}
            onShow={(id) => {
              setIsOpen(false);
              if (show.current) show.current(id);
              else navigate(`/queue?row=${id}`);
            }}
            onClose={() => setIsOpen(false)}
          />
        )}
      </Suspense>
    </RecentDecisionsContext>
  );
}

/**
 * The list of recent decisions.
 * @param show shows a recommendation on this page, instead of opening the queue
 */
export function useRecentDecisions(show?: ShowRecommendation): Pick<RecentDecisions, 'open'> {
  const context = useContext(RecentDecisionsContext);
  if (!context) throw new Error('Render this inside RecentDecisionsProvider.');
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  const isPageOwn = show !== undefined;
  useEffect(() => {
    if (!isPageOwn) return;
    context.setShow((id) => latest.current?.(id));
    return () => context.setShow(null);
  }, [context, isPageOwn]);
  return context;
}
