# Built in two steps: the wheels with their hashes, then a slim image that runs as nobody in particular.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN pip wheel --no-cache-dir --require-hashes --wheel-dir /wheels -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
COPY prompts ./prompts
COPY fixtures ./fixtures
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-nld \
       tesseract-ocr-pol tesseract-ocr-spa tesseract-ocr-ita tesseract-ocr-swe \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels order-intake && rm -rf /wheels \
    && useradd --create-home --uid 10001 intake && install -d -o intake /home/intake/data
USER 10001
ENV INTAKE_HOME=/home/intake/data INTAKE_DESK__HOST=0.0.0.0
VOLUME /home/intake/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["intake", "run"]
