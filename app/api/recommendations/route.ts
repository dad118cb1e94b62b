import {
  getRecommendations,
  getRecommendationsInput,
} from '@/lib/decisions/recommendation-details';
import { runRoute } from '@/lib/server/api';

/** Returns several recommendations with their explanations and histories: `?ids=1,2,3`. */
export function GET(request: Request): Promise<Response> {
  const ids = new URL(request.url).searchParams.get('ids')?.split(',') ?? [];
  return runRoute('recommendations', request, getRecommendationsInput, { ids }, getRecommendations);
}
