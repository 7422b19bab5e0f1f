/** Rates of one pair: streaming and control, in Mbps. */
type Rates = readonly [number, number];

/** Draws the pairs of one test on a line of a kind; `share` is the streaming rate over the control's. */
type Line = (seed: string, pairs: number, share: number) => Rates[];

/** A number between 0 and 1, the same for the same seed. */
function drawer(seed: string): () => number {
  let state = 2_166_136_261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16_777_619);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

function line(noise: (draw: () => number, at: number, normal: () => number) => number, drift = 0): Line {
  return (seed, pairs, share) => {
    const draw = drawer(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    let wander = 0;
    return Array.from({ length: pairs }, (_, at): Rates => {
      wander += drift * normal();
      const base = 50 * Math.exp(wander);
      return [base * share * Math.exp(noise(draw, at, normal)), base * Math.exp(noise(draw, at, normal))];
    });
  };
}

/** Lines as they are met at home: log-normal noise of 8% and 20%, neighbours' evening traffic that wanders, stalls of one segment in eight. */
export const lines = {
  quiet: line((_draw, _at, normal) => 0.08 * normal()),
  noisy: line((_draw, _at, normal) => 0.2 * normal()),
  wandering: line((_draw, _at, normal) => 0.08 * normal(), 0.15),
  stalling: line((draw, _at, normal) => 0.05 * normal() - (draw() < 0.12 ? draw() * 1.5 : 0)),
} satisfies Record<string, Line>;
