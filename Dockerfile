# Stepwell as one image: build the jar, then run it as an ordinary user.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -Dquick -DskipTests package -pl launcher -am

FROM eclipse-temurin:25-jre
# The embedded PostgreSQL needs a user with a passwd entry that is not root.
RUN useradd --system --create-home --home-dir /var/lib/stepwell stepwell
USER stepwell
WORKDIR /var/lib/stepwell
COPY --from=build /src/launcher/target/stepwell.jar /opt/stepwell/stepwell.jar
ENV STEPWELL_HOST=0.0.0.0 \
    STEPWELL_PORT=8083
EXPOSE 8083
VOLUME /var/lib/stepwell
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/stepwell/stepwell.jar"]
CMD ["dev"]
