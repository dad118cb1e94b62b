import type { Run } from '@/lib/runs/get-run';

interface Advice {
  readonly title: string;
  /** What to do, where the failure's own words do not say it. */
  readonly next?: string;
  /** Whether the same run may succeed when started again. */
  readonly repeatable: boolean;
}

const advices: Readonly<Partial<Record<string, Advice>>> = {
  interrupted: { title: 'The run was interrupted', repeatable: true },
  not_found: { title: 'The account is not known', repeatable: false },
  not_routable: { title: 'There was nothing to place', repeatable: false },
  no_active_csm: { title: 'Nobody can receive an account', repeatable: true },
  run_in_progress: { title: 'Another run came first', repeatable: true },
  timeout: {
    title: 'The run took too long',
    next: 'Start it again, with fewer accounts if it happens twice.',
    repeatable: true,
  },
};

/** What a failed run is called, and what to do about it. */
export function adviceOf({ failureCode }: Pick<Run, 'failureCode'>): Advice {
  return (
    advices[failureCode ?? ''] ?? {
      title: 'The run failed',
      next: 'Nothing half-done was saved; it is safe to start it again.',
      repeatable: true,
    }
  );
}
