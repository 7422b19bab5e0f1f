import type { Messages } from '../catalogue.ts';

/** Palabras de las páginas del índice de velocidad de Netflix: tablas, comparación, antes y después de los acuerdos. */
export const speed: Messages['speed'] = {
  title: 'Cómo se vio Netflix, mes a mes',
  description:
    'El índice de velocidad de Netflix en Estados Unidos hasta donde se puede hallar: cada mes, cada proveedor, con puesto, movimiento y fuente.',
  lede: (months, from, to) =>
    `${months} meses del índice de velocidad de Netflix, de ${from} a ${to}. Es el promedio de las transmisiones de Netflix en horario de mayor uso: lo que usó la transmisión, no lo que da la línea. Compare proveedores dentro de un mes, y un proveedor a lo largo de pocos meses.`,
  newest: (month) => `Mes más reciente que tenemos: ${month}`,
  newestWhole: (month) => `Mes más reciente con puestos: ${month}`,
  fewNames: (count) =>
    count === 1
      ? 'De este mes tenemos el dato de un solo proveedor, así que no hay puestos.'
      : `De este mes tenemos los datos de ${count} proveedores y ningún puesto.`,
  monthTitle: (month) => `Índice de velocidad de Netflix, ${month}`,
  monthDescription: (month) =>
    `Promedio de las transmisiones de Netflix en horario de mayor uso por proveedor en ${month}, con puesto, movimiento desde el mes anterior y la fuente de cada dato.`,
  gapTitle: (month) => `No tenemos datos de ${month}`,
  gapLede:
    'Puede que Netflix haya publicado este mes, pero no hemos hallado ninguna copia que podamos citar. No se adivina ningún dato y ninguna línea cruza el hueco.',
  outsideTitle: (month) => `${month} queda fuera de lo que tenemos`,
  outsideLede: 'El índice que tenemos no empieza antes de su primer mes ni sigue después del más reciente.',
  notMonthTitle: 'Eso no es un mes',
  notMonthLede: 'Los meses se escriben con año y mes, por ejemplo 2014-03.',
  timeline: 'Elija un mes',
  slide: 'Deslice hasta un mes',
  slideTo: (month) => `Ver ${month}`,
  years: 'Años',
  monthsOf: (year) => `Meses de ${year}`,
  previous: (month) => `← ${month}`,
  next: (month) => `${month} →`,
  noFigures: (month) => `${month}: no tenemos datos`,
  lists: {
    major: 'Proveedores grandes',
    expanded: 'Proveedores más pequeños (lista ampliada)',
    country: 'Todo el país',
    mobile: 'Redes móviles',
  },
  rank: 'Puesto',
  isp: 'Proveedor',
  movement: 'Desde el mes anterior',
  mbps: 'Mbps',
  source: 'Fuente',
  ranksCount: (counts) => `Los puestos de esta lista cuentan (en inglés, como consta): ${counts}.`,
  today: (name) => `hoy ${name}`,
  up: (from, to) => `▲ sube, de ${from} a ${to}`,
  down: (from, to) => `▼ baja, de ${from} a ${to}`,
  same: (rank) => `= sigue en ${rank}`,
  none: {
    unranked: 'sin puesto publicado',
    month_before_missing: 'no tenemos el mes anterior',
    absent_before: 'no estaba en la lista anterior',
    unranked_before: 'no se conoce su puesto del mes anterior',
    counts_unknown: 'no se sabe qué cuentan los puestos',
    counts_differ: 'no se puede comparar: la lista cambió',
  },
  countsBefore: (counts) =>
    `Los del mes anterior contaban: ${counts}. No se comparan puestos que cuentan nombres distintos.`,
  noRank: '–',
  onlyRank: 'sin publicar',
  partly: 'Un elemento de este dato es derivado o de segunda mano.',
  monthChart: (list, month) => `${list}, ${month}: promedio en horario de mayor uso, en Mbps`,
  chartSource: 'Fuente: índice de velocidad de Netflix; la fuente de cada dato está en la tabla.',
  warning: 'Mide la transmisión, no la línea; compare dentro de un mes o de pocos.',
  steps:
    'Desde 2023 el índice viene en escalones de 0.2 Mbps y baja cuando mejora la codificación: no lo compare con los años anteriores.',
  more: 'Más del índice',
  linkIndex: 'Tabla de cada mes',
  linkCompare: 'Los proveedores lado a lado',
  linkDeals: 'Antes y después de cada acuerdo',
  linkMethod: 'De dónde vienen los datos y sus límites',
  compareTitle: 'Los proveedores lado a lado, en una misma escala',
  compareDescription:
    'Gráficos pequeños del índice de velocidad de Netflix para cada proveedor en la misma escala, con los huecos abiertos y una tabla detrás de cada gráfico.',
  compareLede:
    'Cada gráfico tiene la misma escala y los mismos meses que sus vecinos del mismo tramo. Los huecos son huecos: ninguna línea cruza un mes que falta. Los tramos separados por más de un año tienen escalas propias y no deben compararse entre sí.',
  compareChoose: 'Qué proveedores mostrar',
  compareButton: 'Mostrar estos',
  compareAll: 'Mostrar todos',
  compareUnknown: 'Ninguno de los proveedores pedidos está en el índice, así que se muestran todos.',
  compareScale: (low, high) => `Escala de todos los gráficos de aquí: de ${low} a ${high} Mbps.`,
  compareNone: 'Aquí ningún proveedor tiene datos.',
  figuresOf: (name) => `Datos de ${name} en una tabla`,
  figuresOfChart: 'Los datos de este gráfico en una tabla',
  month: 'Mes',
  rankOf: (name) => `Puesto de ${name}`,
  sourcesTitle: 'Fuentes de estos datos',
  sourceMark: (number) => `Fuente ${number}`,
  notesTitle: 'Qué marcan los números.',
  noteKinds: { deal: 'acuerdo', order: 'orden o regla', other: 'consta' },
  notesLegend:
    'Los círculos llenos son acuerdos entre Netflix y el proveedor; los cuadrados, órdenes, condiciones, reglas y sentencias; los anillos, todo lo demás que consta. Una marca dice cuándo pasó algo, no que eso moviera la línea.',
  dealsTitle: 'Antes y después de cada acuerdo con Netflix',
  dealsDescription:
    'Lo que el índice de velocidad de Netflix muestra en los tres meses antes y después de cada acuerdo de interconexión de 2014, frente a los proveedores sin acuerdo en esos meses.',
  dealsLede:
    'De cada acuerdo que consta: el promedio de los tres meses anteriores y de los tres posteriores, y el mismo cambio de los proveedores sin acuerdo en esos meses. Describe lo que muestra el índice. No prueba qué lo causó.',
  dealsRuleTitle: 'Cómo se calcula',
  dealsRules: [
    'El mes de un acuerdo es aquel en que consta que empezó la conexión; si eso no consta, el mes en que el acuerdo se hizo público; si tampoco, el mes en que se acordó. Cada acuerdo de aquí dice cuál es.',
    'Antes son los tres meses que lo preceden; después, los tres que lo siguen. El mes del acuerdo no está en ningún lado, porque tiene días de ambos.',
    'De esos meses usamos los que tenemos, al menos uno de cada lado, y decimos cuáles. Se señala el promedio de menos de tres meses.',
    'La comparación son todos los proveedores de la lista de los grandes que tienen datos de ambos lados y ningún acuerdo que conste desde seis meses antes hasta tres después. Los nombres de una misma empresa (AT&T U-verse y AT&T DSL) cuentan una vez.',
    'La diferencia de diferencias es el cambio del proveedor menos el cambio promedio de la comparación.',
    'El rango contiene 95 de cada 100 diferencias así si el proveedor hubiera sido uno más de la comparación, con cambios repartidos en forma de campana: es un intervalo de predicción para un proveedor más (t de Student, n − 1 grados de libertad), porque uno solo se aparta más que un promedio. Con un n tan pequeño es aproximado.',
    'Como prueba que no necesita campana, tomamos a cada proveedor de la comparación por el del acuerdo y contamos cuántos se apartan igual del resto.',
    'De muchos proveedores tenemos solo algunos de esos meses. Por eso también comparamos al proveedor con cada uno de los demás solo en los meses que tenemos de ambos, y promediamos esas diferencias. Donde esto y la primera diferencia no concuerdan, ninguna es firme.',
    'A los demás proveedores pudieron afectarlos otras cosas, y los meses no se sortearon. Léalo como una descripción.',
  ],
  dealAgreed: (month) => `acordado en ${month}`,
  dealPublic: (month) => `público en ${month}`,
  dealConnected: (month) => `conectado en ${month}`,
  dealDates: (dates) => `Consta: ${dates}.`,
  dealBasis: {
    connected: (month) => `Se cuenta desde ${month}, cuando consta que empezó la conexión.`,
    public: (month) => `Se cuenta desde ${month}, cuando se hizo público: no consta el mes en que empezó la conexión.`,
    agreed: (month) => `Se cuenta desde ${month}, cuando se acordó: no consta el mes en que empezó la conexión.`,
  },
  dealWindow: (before, after) => `Meses anteriores: ${before}. Meses posteriores: ${after}.`,
  dealLeftOut: (names) => `Fuera de la comparación, por tener un acuerdo propio demasiado cerca: ${names}.`,
  dealNoMonth: (when) => `Con fecha de ${when}: no consta el mes, así que no se puede poner nada antes y después.`,
  dealNoFigures: 'No tenemos datos de ambos lados de este acuerdo.',
  interconnection: 'Qué es la interconexión y por qué no es la última milla',
  effectSentence: (name, before, after, change) =>
    `${name} pasó de un promedio de ${before} a ${after} Mbps, un cambio de ${change}.`,
  effectCompared: (n, mean) =>
    n === 1
      ? `El único proveedor sin acuerdo en esos meses cambió ${mean}.`
      : `Los ${n} proveedores sin acuerdo en esos meses cambiaron ${mean} en promedio.`,
  effectDifference: (difference) => `Diferencia de diferencias: ${difference} Mbps`,
  effectInterval: (low, high) => `rango del 95%, de ${low} a ${high}.`,
  effectNoInterval: 'hay muy pocos proveedores con los que comparar para dar un rango.',
  effectOutside: 'Es más de lo que explicaría la variación entre los demás.',
  effectInside: 'Está dentro de la variación entre los demás: no se puede afirmar ninguna diferencia.',
  effectAsFar: (asFar, n) =>
    `De los ${n} proveedores de la comparación, ${asFar === 0 ? 'ninguno se aparta' : asFar === 1 ? 'uno se aparta' : `${asFar} se apartan`} igual del resto.`,
  effectComplete: (n, difference) =>
    n === 1
      ? `Solo con el único proveedor que tiene los seis meses: ${difference}.`
      : `Solo con los ${n} proveedores que tienen los seis meses: ${difference}.`,
  effectShared: (n, difference) =>
    n === 1
      ? `Solo en los meses que tenemos tanto de él como del otro: ${difference}.`
      : `Solo en los meses que tenemos tanto de él como de cada uno de los otros ${n}, par por par: ${difference}.`,
  effectThin: (months) =>
    months === 1 ? 'De los seis meses tenemos uno solo.' : `De los seis meses tenemos solo ${months}.`,
  effectChart: (name) => `Cambio de ${name} y de cada proveedor sin acuerdo, en Mbps`,
  effectBand: 'Sombreado: donde caerían 95 de cada 100 cambios de un proveedor más sin acuerdo.',
  effectTable: (name) => `${name} y cada proveedor con el que se compara: meses, promedios y cambio en Mbps`,
  before: 'Antes',
  after: 'Después',
  change: 'Cambio',
  meanOf: (count) => `Promedio de ${count}`,
  usedMonths: (mbps, months) => `${mbps} (${months})`,
  describes: 'Esto describe lo que muestra el índice y no prueba qué lo causó.',
  effectsTitle: 'Antes y después del acuerdo con Netflix',
  effectsMore: 'Cómo se calcula, y los demás acuerdos',
};
