# Untested: no container engine runs where Testimonia is built. It follows the same steps as the Makefile.
FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home testimonia
WORKDIR /srv/testimonia
COPY requirements.lock pyproject.toml setup.py README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY app app
COPY migrations migrations
COPY schemas schemas
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER testimonia
# The data folder holds the database, sealed files and the host's keys: mount it from an encrypted disk.
VOLUME ["/data"]
ENV TESTIMONIA_DATA=/data
EXPOSE 8000
# Put TLS or an onion service in front of it.
CMD ["testimonia", "serve", "--host", "0.0.0.0", "--port", "8000"]
