import type { ListQuery } from '@/app/(app)/reviews/search-params';
import type { Format } from '@/components/ui/format';
import { modelLabel, verdictLabels } from '@/lib/reviews/labels';

const groupTitles: Readonly<Record<NonNullable<ListQuery['rows']>, string>> = {
  all: 'All decisions',
  reviewed: 'Decisions on reviewed recommendations',
  late: 'Decisions made before the review',
  warned: 'Decisions on rows with a warning',
  timed: 'Decisions on rows with a warning, viewing time known',
  fast: 'Decisions on rows with a warning, made within 3 seconds',
};

const outcomeTexts: Readonly<Record<NonNullable<ListQuery['outcome']>, string>> = {
  accepted: 'accepted',
  overridden: 'overridden',
  rejected: 'rejected',
  not_accepted: 'not accepted',
};

/** The title of the list of decisions, which names its filters. */
export function listTitle(list: Partial<ListQuery>, format: Format): string {
  const { rows, verdict, outcome, visibility, week, model, prompt, agreed, followed } = list;
  const filters = [
    verdict && `verdict ${verdictLabels[verdict].name.toLowerCase()}`,
    visibility && `verdict ${visibility}`,
    outcome && outcomeTexts[outcome],
    agreed && 'agreed with Claude',
    followed && 'to the suggested CSM',
    week && `in the week of ${format.day(week)}`,
    model && `model ${modelLabel(model)}`,
    prompt != null && `prompt version ${prompt}`,
  ];
  return [groupTitles[rows ?? 'all'], ...filters.filter(Boolean)].join(', ');
}
