//! `hanse serve`: answers browsers and programs until told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actions::App;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::arguments::Place;
use crate::config;
use crate::failure::{Failure, Outcome};

/// How often what ran out is forgotten and the database is looked after.
const HOUSEKEEPING: Duration = Duration::from_secs(3_600);

/// Who is still being answered when the server is told to stop has this long.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// [`Failure`] when the address or the database cannot be had.
pub(crate) async fn serve(place: &Place) -> Outcome {
    // The address first: of two servers started by mistake, the second must not touch the data.
    let (listener, place) = listen(place).await?;
    let app = config::open(&place).await?;
    if let Some(code) = actions::alliance::setup::setup_code(&app).await? {
        println!("Nobody is here yet. Whoever opens this link names the alliance:");
        println!("{}/setup?code={code}", app.config.base_url);
    }
    run(&place, app, listener).await
}

/// Takes the address, and answers it with the port that the system chose, where it was to choose.
///
/// # Errors
/// [`Failure`] that says what to do when it is taken.
pub(crate) async fn listen(place: &Place) -> Result<(TcpListener, Place), Failure> {
    let address = place.listen;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::new(format!(
            "Something else listens on {address} already; perhaps Hanse is running. \
             Stop it, or choose another port: --listen {}:{}",
            address.ip(),
            address.port().saturating_add(1)
        )),
        _ => Failure::of(&format!("The address {address} cannot be listened on"), &error),
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let listen = listener.local_addr().map_err(failed)?;
    Ok((listener, Place { listen, ..place.clone() }))
}

/// Answers on `listener` until SIGTERM or SIGINT, then closes the database.
///
/// # Errors
/// [`Failure`] when the signals cannot be heard or the database cannot be closed.
pub(crate) async fn run(place: &Place, app: App, listener: TcpListener) -> Outcome {
    let post = config::post(place, &app.config)?;
    let stop = stop_on_signal()?;
    let store = app.store.clone();
    tracing::info!(listen = %place.listen, base_url = app.config.base_url, "ready");
    let following = tokio::spawn(actions::fit::index::keep_fresh(app.clone()));
    let telling = tokio::spawn(actions::notes::live::follow(app.clone()));
    let housekeeping = tokio::spawn(keep_house(app.clone(), stop.clone()));
    let worker = tokio::spawn(worker::run(app.clone(), post, stop.clone()));
    answer(app, listener, &stop).await?;
    following.abort();
    telling.abort();
    for (task, what) in [(housekeeping, "housekeeping"), (worker, "the worker")] {
        match tokio::time::timeout(FAREWELL, task).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => tracing::error!("{what} broke down"),
            Err(_) => tracing::warn!("{what} took too long and was left"),
        }
    }
    store.close().await?;
    tracing::info!("stopped");
    Ok(())
}

async fn answer(app: App, listener: TcpListener, stop: &CancellationToken) -> Outcome {
    let live = app.live.clone();
    let router = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let told = stop.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        told.cancelled().await;
        live.close();
    });
    let too_long = async {
        stop.cancelled().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        done = serving => {
            done.map_err(|error| Failure::of("The server stopped by itself", &error))
        }
        () = too_long => {
            tracing::warn!("some answers took too long and were cut off");
            Ok(())
        }
    }
}

/// Looks after the database at the start and then every so often, until told to stop.
async fn keep_house(app: App, stop: CancellationToken) {
    loop {
        if let Err(error) = app.store.look_after().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "housekeeping failed");
        }
        // Candidates are let in on their day, whether anybody looks or not (R78).
        if let Err(error) = actions::alliance::candidates::settle(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "candidates still wait");
        }
        tokio::select! {
            () = tokio::time::sleep(HOUSEKEEPING) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Is cancelled by the first SIGTERM or SIGINT.
fn stop_on_signal() -> Result<CancellationToken, Failure> {
    let hear = |kind| signal(kind).map_err(|it| Failure::of("Signals cannot be heard", &it));
    let (mut terminate, mut interrupt) =
        (hear(SignalKind::terminate())?, hear(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to stop");
        told.cancel();
    });
    Ok(stop)
}
