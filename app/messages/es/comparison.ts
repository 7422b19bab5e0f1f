import type { Messages } from '../catalogue.ts';

/** Lo mismo en español. */
export const comparison: Messages['comparison'] = {
  notSetUp:
    'En este sitio no está preparada la comparación del streaming con otro tráfico: quien lo opera no ha indicado servidores para ella.',
  reasons: {
    segments_failed:
      'No llegó más de uno de cada cinco trozos. Los que se atascan son los lentos, así que lo que queda daría una imagen falsa. Repita la prueba.',
    streaming_faster:
      'El streaming llegó más rápido que el control. Eso es bueno para sus videos, pero un control más lento no sirve de medida.',
    too_uncertain:
      'El intervalo cruza el límite que ponemos en una décima, así que esta prueba no permite saberlo. Repítala sin que nada más use la línea.',
  },
  notProof: 'Una sola prueba nunca demuestra nada.',
  waits: 'Espera hasta los primeros bytes',
  waitsOf: (stream, control) => `${stream} ms en streaming, ${control} ms en control`,
  lost: (lost) => (lost === 1 ? 'Se perdió un par y no cuenta.' : `Se perdieron ${lost} pares y no cuentan.`),
  details: 'Todos los pares y cómo se calcula el resultado',
  method: (percent) =>
    `Cada fila son dos trozos de igual tamaño, pedidos uno tras otro. Las dos velocidades de arriba son las medianas de sus columnas. La razón es la estimación de Hodges-Lehmann sobre las razones de los pares, así que puede no ser el cociente de las medianas. El intervalo del ${percent}% es el de rangos con signo de Wilcoxon. Se dice “más lento” cuando todo el intervalo queda por debajo de 0.9, y “no se ve diferencia” cuando queda entre 0.9 y 1.11. La espera hasta los primeros bytes no forma parte de la velocidad.`,
  pair: 'Par',
  first: 'Se pidió primero',
  firsts: { stream: 'streaming', control: 'control' },
  size: 'Cada trozo, MB',
  streamMbps: 'Streaming, Mbps',
  controlMbps: 'Control, Mbps',
  ratio: 'Razón',
};
