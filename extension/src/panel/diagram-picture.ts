/** The diagram as a picture: on white, for those who paste it where no SVG is taken. */

import type { Band, Diagram, Stroke, StrokeKind, Tone } from "../../generated/core.d.ts";

/** Pixels for each of the drawing's: sharp where somebody enlarges it. */
const SCALE = 2;
/** No browser draws larger ones. */
const LARGEST = 16_000;
/** Half of an arrow's head. */
const HEAD = 3;

const INK = "#1f2430";
const MUTED = "#5f6675";
const TONES: Record<Tone, string> = { name: INK, time: MUTED, fact: MUTED, fault: "#b3261e", answer: MUTED };
const DASHES: Record<StrokeKind, number[]> = { sent: [], answered: [5, 3], "not-seen": [1, 3] };

export async function picture(diagram: Diagram): Promise<Blob> {
  const { width, height, lanes, bands } = diagram;
  const canvas = document.createElement("canvas");
  const scale = Math.min(SCALE, LARGEST / height, LARGEST / width);
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("the browser does not draw");
  pen.scale(scale, scale);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  for (const { x, title, host } of lanes) {
    write(pen, title, x, 14, INK, "600 12px system-ui, sans-serif", "center");
    write(pen, host, x, 29, MUTED, "11px system-ui, sans-serif", "center");
    line(pen, [x, 36, x, height], "#dde1ea", []);
  }
  for (const band of bands) drawBand(pen, band, width);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("it is too large"))), "image/png");
  });
}

function drawBand(pen: CanvasRenderingContext2D, band: Band, width: number): void {
  const { y, height, is_faulty, strokes, texts } = band;
  if (is_faulty) {
    pen.fillStyle = "#fdecea";
    pen.fillRect(0, y, width, height);
  }
  for (const stroke of strokes) drawArrow(pen, stroke);
  for (const { x, y, text, tone } of texts) {
    const weight = tone === "name" || tone === "fault" ? "600 " : "";
    write(pen, text, x, y, TONES[tone], `${weight}11px system-ui, sans-serif`, "left");
  }
}

function drawArrow(pen: CanvasRenderingContext2D, { from, to, y, kind }: Stroke): void {
  const back = to + (from < to ? -2 : 2) * HEAD;
  line(pen, [from, y, to, y], MUTED, DASHES[kind]);
  pen.fillStyle = MUTED;
  pen.beginPath();
  pen.moveTo(to, y);
  pen.lineTo(back, y - HEAD);
  pen.lineTo(back, y + HEAD);
  pen.fill();
}

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  color: string,
  font: string,
  align: CanvasTextAlign,
): void {
  pen.fillStyle = color;
  pen.font = font;
  pen.textAlign = align;
  pen.fillText(text, x, y);
}

function line(
  pen: CanvasRenderingContext2D,
  [x, y, toX, toY]: [number, number, number, number],
  color: string,
  dash: number[],
): void {
  pen.strokeStyle = color;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
