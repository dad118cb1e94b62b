import { MINUTE_MS } from '@/lib/time';

/** Hours and minutes, rounded up: "35 min", "1 h 05 min". */
export function formatRemaining(ms: number): string {
  const minutes = Math.max(0, Math.ceil(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
