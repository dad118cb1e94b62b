/** The nouns of a unit, singular and plural. */
export type Unit = readonly [one: string, many: string];

const units = {
  cost: ['cost unit', 'cost units'],
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  months: ['month', 'months'],
  accounts: ['account', 'accounts'],
  times: ['time', 'times'],
  tokens: ['token', 'tokens'],
  seconds: ['second', 'seconds'],
  points: ['point', 'points'],
} as const satisfies Record<string, Unit>;

/** How the page, the form, the comparison of versions, and error messages name a setting. */
interface FieldText {
  readonly label: string;
  /** What the setting does, and what a higher value changes. */
  readonly effect: string;
}

/** A number, with what null means if it may be empty. */
export interface NumberField extends FieldText {
  readonly kind: 'number';
  readonly unit: Unit;
  readonly none?: string;
}

/** On or off. */
export interface SwitchField extends FieldText {
  readonly kind: 'switch';
}

/** A share (0–1), shown as a percentage. */
export interface ShareField extends FieldText {
  readonly kind: 'share';
}

/** A choice of classes or onboarding statuses; null means all of them. */
export interface ChoiceField extends FieldText {
  readonly kind: 'classes' | 'statuses';
  readonly none: string;
}

export type FieldSpec = NumberField | SwitchField | ShareField | ChoiceField;

/** A number in a unit. */
export const number = (
  label: string,
  unit: keyof typeof units,
  effect: string,
  none?: string,
): NumberField => ({
  kind: 'number',
  label,
  unit: units[unit],
  effect,
  ...(none !== undefined && { none }),
});

/** The capacity for a class of account. */
export const capacity = (name: string): NumberField =>
  number(name, 'accounts', 'A CSM with this many accounts receives no account of this class.');
