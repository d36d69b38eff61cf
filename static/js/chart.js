// Draws the table named in data-chart as stacked bars. The figures come from the table's own cells, so a bar and its
// number cannot differ; a click on a bar follows the link of its cell. Without scripts the table stands alone.
// Where heads are marked data-chart-colour only these are drawn, each in its colour; else all but the last.
const COLOURS = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5"];
const QUIET = "--chart-6"; // for a head marked data-chart-quiet: what has no value yet
const NAMED = {
  late: "--late",
  soon: "--chart-5",
  later: "--chart-1",
  stopped: "--chart-6",
  done: "--chart-3",
};
const ROW = 30;
const FRAME = 90;

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function colour(cell) {
  if ("chartQuiet" in cell.dataset) return token(QUIET);
  return cell.dataset.chartColour ? token(NAMED[cell.dataset.chartColour]) : null;
}

function number(cell) {
  const figure = cell.querySelector("[data-figure]") || cell;
  return Number(figure.textContent) || null;
}

function read(table, most) {
  const all = Array.from(table.tHead.rows[0].cells);
  const marked = all.filter((cell) => cell.dataset.chartColour);
  const heads = (marked.length ? marked : all.slice(1, -1)).map((cell) => ({
    name: cell.textContent.trim(),
    column: cell.cellIndex,
    colour: colour(cell),
  }));
  const lines = Array.from(table.tBodies[0].rows).slice(0, most);
  return { heads, lines, names: lines.map((row) => row.cells[0].textContent.trim()) };
}

function options(found) {
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !quiet,
    color: COLOURS.map(token),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: token("--ink") },
    legend: { type: "scroll", top: 0 },
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    tooltip: { trigger: "item" },
    xAxis: { type: "value", minInterval: 1 },
    yAxis: {
      type: "category",
      inverse: true,
      data: found.names,
      axisLabel: { interval: 0, width: 130, overflow: "truncate" },
    },
    series: found.heads.map((head) => ({
      name: head.name,
      itemStyle: head.colour ? { color: head.colour } : {},
      type: "bar",
      stack: "all",
      barMaxWidth: 18,
      cursor: "pointer",
      data: found.lines.map((row) => number(row.cells[head.column])),
    })),
  };
}

async function draw(box) {
  const table = document.getElementById(box.dataset.chart);
  if (!table) return;
  const echarts = await import(box.dataset.chartLibrary);
  const found = read(table, Number(box.dataset.chartLines));
  box.hidden = false;
  box.style.height = FRAME + ROW * found.lines.length + "px";
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption(options(found));
  chart.on("click", (bar) => {
    const head = found.heads[bar.seriesIndex];
    const link = found.lines[bar.dataIndex].cells[head.column].querySelector("a");
    if (link) link.click();
  });
  new ResizeObserver(() => chart.resize()).observe(box);
}

document.querySelectorAll("[data-chart]").forEach(draw);
