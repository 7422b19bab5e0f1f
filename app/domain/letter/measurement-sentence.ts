/** What of a person's test its sentence says. `localDate`: `YYYY-MM-DD` and `localHour`: 0 to 23, both on the person's own clock. */
export interface OwnTest {
  localDate: string;
  localHour: number;
  downloadMbps: number | null;
  uploadMbps: number | null;
  minRttMs: number | null;
}

/**
 * A person's own test as a sentence of their letter, with what it does not show. Null when the test has no figure for the download. Figures to one
 * decimal. Own choice; one test to one server shows the line, not discrimination.
 */
export function measurementSentence(test: OwnTest, locale: 'en' | 'es'): string | null {
  if (test.downloadMbps === null) return null;
  const format = new Intl.NumberFormat(locale === 'es' ? 'es-US' : 'en-US', { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale === 'es' ? 'es-US' : 'en-US', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${test.localDate}T00:00:00Z`));
  const hour = (value: number) => `${String(value % 24).padStart(2, '0')}:00`;
  const words = sentences[locale];
  const figures = [
    words.down(format.format(test.downloadMbps)),
    ...(test.uploadMbps === null ? [] : [words.up(format.format(test.uploadMbps))]),
    ...(test.minRttMs === null ? [] : [words.trip(format.format(test.minRttMs))]),
  ];
  return words.whole(day, hour(test.localHour), hour(test.localHour + 1), figures.join(', '));
}

const sentences = {
  en: {
    down: (mbps: string) => `${mbps} Mbps down`,
    up: (mbps: string) => `${mbps} Mbps up`,
    trip: (ms: string) => `a round trip of ${ms} ms`,
    whole: (day: string, from: string, to: string, figures: string) =>
      `On ${day}, between ${from} and ${to} on my clock, I tested my own line: ${figures}. One test to one server shows the line at that hour, not whether a service is slowed down.`,
  },
  es: {
    down: (mbps: string) => `${mbps} Mbps de bajada`,
    up: (mbps: string) => `${mbps} Mbps de subida`,
    trip: (ms: string) => `${ms} ms de ida y vuelta`,
    whole: (day: string, from: string, to: string, figures: string) =>
      `El ${day}, entre las ${from} y las ${to} de mi reloj, medí mi propia línea: ${figures}. Una sola prueba con un solo servidor muestra la línea a esa hora, no si se frena algún servicio.`,
  },
};
