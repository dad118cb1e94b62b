'use client';

import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import type { Scenario, ScenarioComparison } from '@/lib/engine/scenario-types';
import type { WhatIfChoices, WhatIfSubject } from '@/lib/runs/what-if';

/** What a scenario changes. Asks nothing for null. */
export function useComparison(subject: WhatIfSubject, scenario: Scenario | null) {
  return useQuery({
    queryKey: ['what-if', subject, scenario],
    queryFn: ({ signal }) =>
      fetchJson<ScenarioComparison>(`/api/what-if?${queryOf(subject, scenario)}`, signal),
    enabled: scenario !== null,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}

/** What a scenario can be about. */
export function useWhatIfChoices(subject: WhatIfSubject) {
  return useQuery({
    queryKey: ['what-if-choices', subject],
    queryFn: ({ signal }) =>
      fetchJson<WhatIfChoices>(`/api/what-if/choices?${queryOf(subject, null)}`, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

function queryOf({ kind, ...subject }: WhatIfSubject, scenario: Scenario | null): URLSearchParams {
  const given = Object.entries({ ...subject, ...scenario }).filter(([, value]) => value !== null);
  return new URLSearchParams([
    ['subject', kind],
    ...given.map(([name, value]): [string, string] => [name, String(value)]),
  ]);
}
