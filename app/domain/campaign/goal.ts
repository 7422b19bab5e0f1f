/** Largest goal that can be set. Own choice: the people of the United States. */
export const maxGoal = 350_000_000;

const leading = [1, 2.5, 5] as const;

/** The step of the ladder after `count`: the smallest of 100, 250, 500, 1,000, 2,500, 5,000, 10,000 and so on that is above it. Own choice. */
export function nextStep(count: number): number {
  for (let power = 100; ; power *= 10) for (const digit of leading) if (digit * power > count) return digit * power;
}

/**
 * The goal that is shown beside a count: the one that was set, until it is reached; then, where it steps up by itself, the next step of the ladder above the count. A
 * count that falls takes the goal down again, never below the one that was set.
 */
export function shownGoal({ goal, goalStepsUp }: { goal: number; goalStepsUp: boolean }, count: number): number {
  return goalStepsUp && count >= goal ? nextStep(count) : goal;
}
