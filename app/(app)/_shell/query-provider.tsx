'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { AppError, errorStatus } from '@/lib/server/errors';

const STALE_TIME_MS = 30_000;
const MAX_RETRIES = 1;

/** Caches what the browser reads from the server, for all pages of the signed-in app. */
export function QueryProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_TIME_MS,
        // Each read costs a warehouse query, so returning to the window alone doesn't refetch.
        refetchOnWindowFocus: false,
        // When offline, fail and say so instead of waiting for a connection.
        networkMode: 'always',
        retry: (failures, error) => failures < MAX_RETRIES && !isClientError(error),
      },
    },
  });
}

function isClientError(error: Error): boolean {
  return error instanceof AppError && errorStatus[error.code] < 500;
}
